import { z } from 'zod';
import { recipientFieldsSchema } from '../../claims/recipient-fields.js';
import { outcomeSchema } from '../outcome.js';
import type { SignerAuthentication } from '../signer-authentication.js';

const statusSchema = z.enum(['pending', 'succeeded', 'failed', 'expired', 'cancelled']);

/** What the API answers about a signer authentication. */
export const signerAuthenticationSchema = z
  .object({
    id: z.uuid(),
    status: statusSchema,
    envelope: z.object({ id: z.string(), name: z.string() }),
    workstep: z.object({ id: z.string() }),
    recipient: recipientFieldsSchema
      .extend({
        replaced: z
          .array(z.string())
          .meta({ description: 'Targets whose sent values were replaced by values that a provider gave earlier.' }),
      })
      .nullable()
      .meta({ description: 'As it stands now, updates applied; null once erased.' }),
    providers: z.array(
      z.object({ name: z.string(), validations: z.array(z.looseObject({ field: z.string(), expected: z.string() })) }),
    ),
    returnUrl: z.string().nullable(),
    reference: z.json().optional(),
    maxAttempts: z.int(),
    failedAttempts: z.int(),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable(),
    outcome: outcomeSchema.nullable().meta({ description: 'What it ended with; null while pending, and once erased.' }),
  })
  .meta({ id: 'SignerAuthentication' });

type ShownSignerAuthentication = z.input<typeof signerAuthenticationSchema>;

export const createdSignerAuthenticationSchema = signerAuthenticationSchema
  .extend({
    signInUrl: z
      .url()
      .nullable()
      .meta({ description: 'Send the signer here. null only when the person was erased since.' }),
  })
  .meta({ id: 'CreatedSignerAuthentication' });

export const shownLinkSchema = z
  .object({
    id: z.uuid(),
    signInUrl: z.url().meta({ description: 'Send the signer here, and nobody else.' }),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: 'ShownSignInLink' });

export const handbackRequestSchema = z
  .strictObject({
    code: z
      .string({ error: 'expected the handback parameter of the return URL' })
      .min(1)
      .max(200)
      .meta({ description: 'The `handback` parameter of the return URL.' }),
  })
  .meta({ id: 'HandbackRequest' });

export const handbackResponseSchema = outcomeSchema
  .extend({ id: z.uuid(), status: statusSchema })
  .meta({ id: 'HandbackOutcome', description: 'The outcome, for the browser that came back.' });

export function showSignerAuthentication(authentication: SignerAuthentication): ShownSignerAuthentication {
  const { details } = authentication;
  return {
    id: authentication.id,
    status: authentication.status,
    envelope: {
      id: authentication.envelopeExternalId,
      name: details?.envelopeName ?? authentication.envelopeExternalId,
    },
    workstep: { id: authentication.workstepId },
    recipient: details === null ? null : { ...details.recipient, replaced: [...details.replaced] },
    providers: (details?.providers ?? []).map(({ name, validations }) => ({
      name,
      validations: validations.map((validation) => ({ ...validation })),
    })),
    returnUrl: details?.returnUrl ?? null,
    ...(details?.reference === undefined ? {} : { reference: details.reference as never }),
    maxAttempts: authentication.maxAttempts,
    failedAttempts: authentication.failedAttempts,
    createdAt: authentication.createdAt.toISOString(),
    expiresAt: authentication.expiresAt.toISOString(),
    endedAt: authentication.endedAt?.toISOString() ?? null,
    outcome: authentication.outcome,
  };
}
