import { z } from 'zod';
import { timeSchema } from '../http/time.schema.js';

/** Query of `GET /v1/tenants/{id}/usage`. */
export const usageQuerySchema = z.strictObject({
  from: timeSchema.optional().meta({ description: 'The earliest time, included. Default: 30 days before `to`.' }),
  to: timeSchema.optional().meta({ description: 'The time that everything counted is before. Default: now.' }),
});

const count = z.int().min(0);

export const usageSchema = z
  .object({
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    now: z
      .object({ providers: count, listeners: count, apiKeys: count, users: count })
      .meta({ description: 'What there is now, as limits count it.' }),
    during: z
      .object({
        signerAuthentications: count.meta({ description: 'Created.' }),
        logins: count.meta({ description: 'Started by signers.' }),
        succeeded: count.meta({ description: 'Logins of signers that succeeded.' }),
        events: count.meta({ description: 'Events in the trail.' }),
      })
      .meta({ description: 'What happened in the range.' }),
  })
  .meta({ id: 'TenantUsage' });

export type TenantUsage = Pick<z.output<typeof usageSchema>, 'now' | 'during'>;
