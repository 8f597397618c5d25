import { z } from 'zod';
import { preparedSchema, readSchema } from '../claims/treatment.schema.js';

const verdictSchema = z
  .object({
    source: z
      .string()
      .meta({ description: '`id_token`, `token_response`, `authorization_response` or `resource:<name>`.' }),
    path: z.string().meta({ description: 'The claim path; of several all, with ` + ` between them.' }),
    paths: z.array(z.string()).optional().meta({ description: 'The claim paths of a mapping with `paths`.' }),
    action: z.enum(['validate', 'update']),
    target: z.string(),
    compare: z.string().optional(),
    result: z.enum(['matched', 'mismatched', 'updated', 'unchanged', 'missing', 'skipped']),
    reason: z.string().optional(),
    detail: z.string().meta({ description: 'What was seen and expected, in kinds, never in values.' }),
    read: readSchema.optional(),
    prepared: preparedSchema.optional(),
    expectedFrom: z.string().optional().meta({ description: '`request`, `sender` or `updated by <provider>`.' }),
  })
  .meta({ id: 'Verdict', description: 'The result of one field mapping for one login.' });

const auditPlaceSchema = z
  .object({
    sequence: z.int().meta({ description: 'In the stream of the envelope.' }),
    leafHash: z.string().meta({ description: 'SHA-256, hex.' }),
  })
  .meta({ id: 'AuditPlace', description: 'Where the trail records the end.' });

export const outcomeSchema = z
  .object({
    provider: z
      .string()
      .nullable()
      .meta({ description: 'Name of the provider of the login that ended it; null when no login did.' }),
    revision: z.int().nullable(),
    subject: z
      .object({ issuer: z.string(), sub: z.string() })
      .nullable()
      .meta({ description: 'Who logged in, as the provider identifies them.' }),
    acr: z.string().nullable(),
    amr: z.array(z.string()),
    authTime: z.iso.datetime().nullable(),
    verdicts: z.array(verdictSchema),
    updates: z.record(z.string(), z.object({ before: z.string().nullable(), after: z.string() })),
    effective: z
      .object({ otpPhoneNumber: z.string().nullable(), certificatePhoneNumber: z.string().nullable() })
      .meta({ description: 'The telephone numbers that hold after all fallbacks.' }),
    propagatedTo: z
      .array(z.uuid())
      .meta({ description: 'Unfinished signer authentications of the same recipient that took the updates.' }),
    failure: z
      .object({ code: z.string(), step: z.string(), detail: z.string(), remedy: z.string() })
      .optional()
      .meta({ description: 'Why it did not succeed.' }),
    audit: auditPlaceSchema.nullable(),
  })
  .meta({ id: 'Outcome' });

/** What a signer authentication ended with. */
export type Outcome = z.output<typeof outcomeSchema>;
export type OutcomeFailure = NonNullable<Outcome['failure']>;
