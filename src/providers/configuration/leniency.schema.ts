import { z } from 'zod';

/** Faults in a provider's answers that an admin may allow by name. Each is a warning on the provider and an audit fact. */
export const leniencies = ['json-as-text', 'missing-token-type', 'latin-1'] as const;
export type Leniency = (typeof leniencies)[number];

export const leniencySchema = z
  .array(z.enum(leniencies))
  .max(leniencies.length)
  .default([])
  .meta({
    description:
      "Faults in the provider's answers that are allowed by name: `json-as-text` (a resource or UserInfo response is JSON under a media type that is not), `missing-token-type` (a token response of kind `oidc` without `token_type`), `latin-1` (a resource or UserInfo response that is no UTF-8 is read as ISO 8859-1; never tokens and key sets). Default: none.",
    example: ['json-as-text'],
  });
