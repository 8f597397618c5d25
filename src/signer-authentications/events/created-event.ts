import type { Actor, AuditEventInput, JsonValue } from '../../audit/recording.js';
import { correlationId } from '../../http/correlation.js';
import type { AllowedProvider, SignerAuthentication } from '../signer-authentication.js';
import { jsonBytes, PORTION_BYTES } from './portions.js';

/** The members that every event about a signer authentication shares. */
export function eventAbout(
  { id, tenantId, envelopeId, dataKeyId }: Pick<SignerAuthentication, 'id' | 'tenantId' | 'envelopeId' | 'dataKeyId'>,
  now: Date,
) {
  return {
    tenantId,
    stream: { envelopeId },
    occurredAt: now,
    correlationId: correlationId(),
    signerAuthenticationId: id,
    dataKeyId,
  } as const;
}

/** JSON data as it is stored: without members that are undefined. */
export function asJson(value: unknown): JsonValue {
  return JSON.parse(JSON.stringify(value ?? null)) as JsonValue;
}

/** Which fields each provider validates; only how many when the list would not fit. What is expected stands in `expected`. */
function validatedFields(providers: readonly AllowedProvider[]): unknown {
  const named = providers.map(({ name, validations }) => ({
    provider: name,
    fields: validations.map(({ field }) => field),
  }));
  if (jsonBytes(named) <= PORTION_BYTES) return named;
  return named.map(({ provider, fields }) => ({ provider, fieldCount: fields.length }));
}

export function createdEvent(authentication: SignerAuthentication, actor: Actor): AuditEventInput {
  const { details } = authentication;
  return {
    ...eventAbout(authentication, authentication.createdAt),
    type: 'signer_authentication.created',
    actor,
    data: {
      workstep: authentication.workstepId,
      providers: (details?.providers ?? []).map(({ name }) => name),
      validations: asJson(validatedFields(details?.providers ?? [])),
      expiresAt: authentication.expiresAt.toISOString(),
      maxAttempts: authentication.maxAttempts,
      replaced: [...(details?.replaced ?? [])],
    },
    disclosures: {
      recipient: asJson(details?.recipient),
      envelopeName: details?.envelopeName ?? null,
      expected: asJson(details?.providers),
    },
  };
}
