import type { z } from 'zod';
import { providerRequestSchema } from '../configuration/provider-request.schema.js';

/**
 * Documents a provider body without judging it: which faults it has depends on the deployment and on what is stored, and
 * all of them are to be named at once, so `parseProviderRequest` judges it as a whole.
 */
export const providerBodySchema: z.ZodType = providerRequestSchema.catch(
  (context?: { value: unknown }) => context?.value as never,
);
