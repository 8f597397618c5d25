import { z } from 'zod';

export const keptAnswerSchema = z
  .strictObject({
    headers: z.record(z.string(), z.string()).meta({ description: 'Chosen ones.' }),
    body: z.string().meta({ description: 'At most 2 KiB; our own secrets are redacted.' }),
  })
  .meta({ id: 'ListenerAnswer' });

export const tryAuthenticationSchema = z
  .strictObject({
    standardWebhooks: z.array(z.uuid()).meta({ description: 'Ids of the secrets that signed.' }),
    asymmetric: z.boolean(),
    docusign: z.array(z.uuid()).meta({ description: 'Ids of the keys that signed.' }),
    basic: z.boolean(),
    externalAuthentication: z.string().nullable().meta({ description: 'Id of the one that applied.' }),
    certificateThumbprint: z.string().nullable().meta({ description: '`x5t#S256` of what we presented.' }),
    token: z.string().nullable().meta({ description: 'How it was obtained.' }),
  })
  .meta({ id: 'TryAuthentication', description: 'What authenticated a try: names, never values.' });

export const listenerTestSchema = z
  .strictObject({
    verdict: z.enum(['ok', 'fault']),
    id: z.string().meta({ description: 'The event’s id, `test_…`.' }),
    durationMs: z.int(),
    status: z.int().nullable().meta({ description: 'null: no answer came.' }),
    answer: keptAnswerSchema.nullable(),
    authentication: tryAuthenticationSchema,
    checks: z.array(
      z.strictObject({
        id: z.string().meta({ description: 'The error code, or `delivery.accepted`.' }),
        verdict: z.enum(['ok', 'fault']),
        path: z.string().nullable().meta({ description: 'JSON path of the setting at fault.' }),
        seen: z.string(),
        expected: z.string(),
        remedy: z.string(),
      }),
    ),
  })
  .meta({ id: 'ListenerTest' });
