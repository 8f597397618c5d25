import { z } from 'zod';
import { judgedBy } from '../../http/judged-by.js';
import { timeTextSchema } from '../../http/time.schema.js';
import { uriSchema } from '../../http/uri.schema.js';
import { configuredHeaderNameSchema, configuredHeaderValueSchema } from '../../outbound/configured-header.js';
import { faultOfPattern } from '../events/event-patterns.js';
import { faultOfWebhookSecret } from '../signatures/webhook-secret.js';

/** A listener's name: part of URLs, case-sensitive, immutable. */
export const listenerNameSchema = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/,
    'must be 1 to 63 of the characters A-Z a-z 0-9 . _ - and start with a letter or digit',
  )
  .meta({
    description: 'Unique in the tenant, case-sensitive, immutable, never reused.',
    example: 'workflow',
  });

const patternSchema = z.string().max(100).superRefine(judgedBy(faultOfPattern));

/** A secret that is stored, as answers show it; in a request it says that this one stays. */
const storedListenerSecretSchema = z
  .strictObject({
    id: z.uuid().meta({ description: 'Identifies the secret; the trail names it.' }),
    set: z.literal(true).default(true),
    setAt: z.iso.datetime().optional().meta({ description: 'When it was entered or made.' }),
    retiresAt: z.iso.datetime().optional().meta({
      description: 'Until when it still signs, because another one took its place; left out: it stays.',
    }),
  })
  .meta({ id: 'StoredListenerSecret', description: 'A write-only secret: that it is stored, never the value.' });

const storedValueSchema = z
  .strictObject({
    set: z.literal(true).meta({ description: 'It is stored and stays.' }),
    setAt: z.iso.datetime().optional(),
  })
  .meta({ id: 'StoredListenerValue', description: 'A write-only value: that it is stored, never the value.' });

const webhookSecretSchema = z
  .string()
  .max(200)
  .superRefine(judgedBy(faultOfWebhookSecret))
  .meta({ description: '`whsec_` and the base64 of 24 to 64 bytes.', writeOnly: true });

const docusignKeySchema = z
  .string()
  .min(16)
  .max(500)
  .regex(/^[\x21-\x7e]+$/, 'must be visible ASCII without spaces')
  .meta({ description: 'Text; the key of the HMAC is its bytes.', writeOnly: true });

/** At most so many secrets of one sort are live at once. */
export const MOST_SECRETS = 100;

const secretsSchema = <T extends z.ZodType>(entered: T, expected: string) =>
  z
    .array(z.union([entered, storedListenerSecretSchema], { error: `expected ${expected}, or one as answers show it` }))
    .max(MOST_SECRETS)
    .optional()
    .meta({
      description:
        'New ones as text, stored ones that stay as answers show them; stored ones that are not named retire. Left out: all stay.',
    });

const overlapSchema = z.int().min(0).max(2_592_000).optional().meta({
  description: 'Seconds for which secrets that retire still sign, so that both work while rotating. Default 0.',
  writeOnly: true,
});

const standardWebhooksSchema = z
  .strictObject({
    secrets: secretsSchema(webhookSecretSchema, 'whsec_ and the base64 of 24 to 64 bytes'),
    generate: z.boolean().optional().meta({
      description: 'Makes one more secret, which is answered once, as `secretsShownOnce`.',
      writeOnly: true,
    }),
    asymmetric: z.boolean().default(false).meta({
      description:
        'Adds an Ed25519 signature (`v1a`) beside the HMACs; public packages skip it in silence. Its public key is at `/v1/tenants/{tenant}/webhook-key`.',
    }),
    overlapSeconds: overlapSchema,
  })
  .meta({ description: 'Standard Webhooks 1.0: `webhook-id`, `webhook-timestamp`, `webhook-signature`.' });

const docusignSchema = z
  .strictObject({
    secrets: secretsSchema(docusignKeySchema, '16 to 500 visible ASCII characters'),
    overlapSeconds: overlapSchema,
  })
  .meta({ description: 'As DocuSign Connect signs: `X-DocuSign-Signature-1` … and `X-Authorization-Digest`.' });

const passwordSchema = z
  .string()
  .min(1)
  .max(500)
  .regex(/^[^\p{Cc}]*$/u, 'must not contain control characters')
  .meta({ writeOnly: true });

const basicSchema = z
  .strictObject({
    username: z
      .string()
      .min(1)
      .max(200)
      .regex(/^[^:\p{Cc}]+$/u, 'must not contain a colon or control characters (RFC 7617)'),
    password: z
      .union([passwordSchema, storedValueSchema])
      .optional()
      .meta({ description: 'Left out, or as answers show it: the stored one stays.' }),
  })
  .meta({ description: 'HTTP Basic (RFC 7617), over https only.' });

const headerSchema = z.strictObject({
  name: configuredHeaderNameSchema,
  value: z
    .union([configuredHeaderValueSchema, storedValueSchema])
    .optional()
    .meta({ description: 'Left out, or as answers show it: the stored one stays.' }),
});

/** Seconds of the longest pause that a schedule may have. */
const LONGEST_PAUSE = 604_800;

const configurationMembers = {
  name: listenerNameSchema,
  url: uriSchema.meta({ description: 'Where events are posted to. https; http only where the operator allows it.' }),
  enabled: z.boolean().default(true),
  events: z.array(patternSchema).min(1).max(100).default(['signer_authentication.*']).meta({
    description: 'Types, groups such as `provider.*`, or `*`. Types that no group covers are asked for by name.',
  }),
  payload: z.enum(['thin', 'outcome']).default('thin').meta({
    description: '`thin`: ids only. `outcome`: verdicts, updates and recipient too; needs `audit:disclose`.',
  }),
  timeoutSeconds: z.int().min(1).max(30).default(10).meta({ description: 'For the whole call.' }),
  retrySchedule: z.array(z.int().min(0).max(LONGEST_PAUSE)).min(1).max(30).nullable().default(null).meta({
    description:
      'Seconds before each further try after the first. null: at once, 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h, each with some jitter.',
  }),
  maxInFlight: z.int().min(1).max(64).default(4).meta({
    description: 'Deliveries under way at the same time. Those of one envelope always go one after the other.',
  }),
  acknowledgement: z.enum(['status', 'receipt']).default('status').meta({
    description:
      '`receipt`: a 2xx counts only with the SHA-256 of the body in the answer’s `Webhook-Receipt`, so that a proxy’s 200 proves nothing.',
  }),
};

/** The body of `POST /v1/listeners` and `PUT /v1/listeners/{name}`; what members mean together is judged by the rules. */
export const listenerRequestSchema = z
  .strictObject({
    ...configurationMembers,
    signatures: z
      .strictObject({
        standardWebhooks: standardWebhooksSchema.nullable().optional(),
        docusign: docusignSchema.nullable().optional(),
      })
      .default({}),
    basic: basicSchema.nullable().default(null),
    headers: z.array(headerSchema).max(20).default([]),
    since: timeTextSchema.optional().meta({
      description: 'Only when created: events from then on are delivered too, in order. Default: now.',
      writeOnly: true,
    }),
  })
  .meta({ id: 'ListenerRequest', description: 'A listener as an admin configures it.' });

export type ListenerRequest = z.output<typeof listenerRequestSchema>;

const listenerWarningSchema = z
  .strictObject({
    code: z.string().meta({ description: 'Stable name of the warning, e.g. `unsigned`.' }),
    path: z.string().meta({ description: 'JSON path of the setting in this body.' }),
    message: z.string().meta({ description: 'What it means and what can be done.' }),
  })
  .meta({ id: 'ListenerWarning' });
export type ListenerWarning = z.output<typeof listenerWarningSchema>;

const shownSecrets = { secrets: z.array(storedListenerSecretSchema) };

/** A listener as the API answers it. */
export const listenerResponseSchema = z
  .strictObject({
    id: z.uuid(),
    revision: z.int().min(1).meta({ description: 'Counts its changes; the `ETag` is `"<revision>"`.' }),
    ...configurationMembers,
    url: z.string(),
    events: z.array(z.string()),
    signatures: z.strictObject({
      standardWebhooks: z.strictObject({ ...shownSecrets, asymmetric: z.boolean() }).nullable(),
      docusign: z.strictObject(shownSecrets).nullable(),
    }),
    basic: z.strictObject({ username: z.string(), password: storedValueSchema }).nullable(),
    headers: z.array(z.strictObject({ name: z.string(), value: storedValueSchema })),
    state: z.enum(['delivering', 'failing', 'disabled', 'suspended', 'gone']).meta({
      description:
        '`suspended`: accepted nothing for too long. `gone`: answered 410. Both keep their place until it is enabled.',
    }),
    failingSince: z.iso.datetime().nullable().meta({ description: 'Nothing was accepted since then.' }),
    lastSuccessAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    warnings: z.array(listenerWarningSchema).meta({ description: 'What is allowed but should be known.' }),
    secretsShownOnce: z
      .strictObject({ standardWebhooks: z.array(z.string()) })
      .optional()
      .meta({ description: 'What was made by this very request. It is never shown again.' }),
    skipped: z
      .int()
      .optional()
      .meta({ description: 'Of `enable {"from": "now"}`: how many events are not delivered.' }),
  })
  .meta({ id: 'Listener' });
export type ListenerResponse = z.output<typeof listenerResponseSchema>;
