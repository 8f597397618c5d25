import { z } from 'zod';
import { recipientFieldsSchema } from '../../claims/recipient-fields.js';
import { isTarget } from '../../claims/target.js';
import { returnUrlSchema } from '../handback/return-url.js';
import { authenticationConfigurationSchema, authenticationMethodsSchema } from './envelope-spellings.schema.js';

const REFERENCE_BYTES = 4096;

const externalId = (what: string) =>
  z
    .string({ error: `expected ${what}, 1 to 200 characters` })
    .min(1, { error: `expected ${what}, 1 to 200 characters` })
    .max(200, { error: `expected ${what}, 1 to 200 characters` })
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, { error: 'expected no control characters' });

const validationSchema = z
  .strictObject({
    field: z
      .string({ error: 'expected a target such as recipient.lastName or custom.employeeNumber' })
      .refine(isTarget, { error: 'expected a target such as recipient.lastName or custom.employeeNumber' })
      .transform((text) => text)
      .meta({ description: 'A target that one of the provider’s `validate` mappings uses.' }),
    expected: z
      .string({ error: 'expected text' })
      .min(1)
      .max(500)
      .refine((text) => text.trim() !== '', { error: 'expected text that is not blank' })
      .meta({ description: 'What the claim is compared with.' }),
  })
  .meta({ id: 'Validation', description: 'A value that the sender expects, for this provider.' });

const offeredProviderSchema = z
  .strictObject({
    name: z
      .string({ error: 'expected the name of a provider' })
      .min(1)
      .max(200)
      .meta({ description: '`name` or `legacyName` of a provider.' }),
    validations: z.array(validationSchema).max(100).default([]),
  })
  .meta({ id: 'OfferedProvider' });

const base = {
  envelope: z.strictObject({
    id: externalId('the id of the envelope').meta({ description: 'The workflow’s id of the envelope.' }),
    name: z.string().trim().min(1).max(500).optional().meta({ description: 'Shown to the signer; default: id.' }),
  }),
  workstep: z.strictObject({ id: externalId('the id of the workstep') }),
  recipient: recipientFieldsSchema,
  returnUrl: returnUrlSchema.nullable().default(null),
  expiresInSeconds: z
    .int()
    .min(1)
    .max(2_592_000)
    .default(3600)
    .meta({ description: 'Seconds until it expires unanswered.' }),
  maxAttempts: z
    .int()
    .min(1)
    .max(20)
    .default(5)
    .meta({ description: 'Refused logins until it has failed for good. Failures of the provider do not count.' }),
  reference: z
    .json()
    .refine((value) => Buffer.byteLength(JSON.stringify(value)) <= REFERENCE_BYTES, {
      error: 'expected at most 4 KiB of JSON',
    })
    .optional()
    .meta({ description: 'Anything; comes back as it is.' }),
};

/** A spelling that may be left out; null, which many a workflow writes for what it has not, is as good. */
const unlessNull = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullish().transform((value) => value ?? undefined);

/** Body of `POST /v1/signer-authentications`: the providers in one of three spellings. */
export const createRequestSchema = z
  .strictObject({
    ...base,
    providers: unlessNull(z.array(offeredProviderSchema).min(1).max(20)),
    AuthenticationMethods: unlessNull(authenticationMethodsSchema),
    AuthenticationConfiguration: unlessNull(authenticationConfigurationSchema),
  })
  .superRefine((body, context) => {
    const given = (['providers', 'AuthenticationMethods', 'AuthenticationConfiguration'] as const).filter(
      (member) => body[member] !== undefined,
    );
    if (given.length === 1) return;
    context.addIssue({
      code: 'custom',
      path: [given[1] ?? 'providers'],
      message: `expected exactly one of providers, AuthenticationMethods and AuthenticationConfiguration; ${given.length === 0 ? 'none is' : `${given.join(' and ')} are`} given`,
    });
  })
  .meta({ id: 'NewSignerAuthentication' });

export type CreateRequest = z.output<typeof createRequestSchema>;
