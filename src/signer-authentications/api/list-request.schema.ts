import { z } from 'zod';
import { recipientFieldsSchema } from '../../claims/recipient-fields.js';
import { isErrorCode } from '../../errors/catalogue.js';
import { listQueryShape } from '../../http/list.js';
import { judgeTimeRange, timeSchema } from '../../http/time.schema.js';
import { providerNameSchema } from '../../providers/configuration/provider-members.js';

/** Query of `GET /v1/signer-authentications`. */
export const listRequestSchema = z
  .strictObject({
    ...listQueryShape,
    envelopeId: z.string().min(1).max(200).optional().meta({ description: 'The workflow’s id of the envelope.' }),
    status: z.enum(['pending', 'succeeded', 'failed', 'expired', 'cancelled']).optional(),
    email: recipientFieldsSchema.shape.email.optional().meta({
      description: 'Address of the recipient, found through its keyed hash. Whoever was erased is not found.',
      format: 'email',
    }),
    code: z
      .string()
      .refine(isErrorCode, { error: 'expected an error code of this service, such as token_request.invalid_client' })
      .optional()
      .meta({ description: 'Error code with which at least one attempt failed.' }),
    provider: providerNameSchema
      .optional()
      .meta({ description: 'Name of a provider at which at least one login was started.' }),
    from: timeSchema.optional().meta({ description: 'The earliest creation, included.' }),
    to: timeSchema.optional().meta({ description: 'The time that every creation is before.' }),
    sort: z
      .enum(['createdAt', '-createdAt'], { error: 'expected createdAt (oldest first) or -createdAt (newest first)' })
      .default('createdAt')
      .meta({ description: 'Oldest first, or with `-` newest first. A cursor goes on in the order it was made for.' }),
  })
  .superRefine(judgeTimeRange);

export type ListRequest = z.infer<typeof listRequestSchema>;
