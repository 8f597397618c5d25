import type { AuditEventInput, JsonValue } from '../../audit/recording.js';
import { correlationId } from '../../http/correlation.js';
import type { SignerAuthentication } from '../signer-authentication.js';

/** The members that every event about a signer authentication shares. */
export function eventAbout(authentication: SignerAuthentication, now: Date) {
  return {
    tenantId: authentication.tenantId,
    stream: { envelopeId: authentication.envelopeId },
    occurredAt: now,
    correlationId: correlationId(),
    signerAuthenticationId: authentication.id,
    dataKeyId: authentication.dataKeyId,
  } as const;
}

/** JSON data as it is stored: without members that are undefined. */
export function asJson(value: unknown): JsonValue {
  return JSON.parse(JSON.stringify(value ?? null)) as JsonValue;
}

export function createdEvent(authentication: SignerAuthentication, apiKeyId: string): AuditEventInput {
  const { details } = authentication;
  return {
    ...eventAbout(authentication, authentication.createdAt),
    type: 'signer_authentication.created',
    actor: { type: 'api_key', id: apiKeyId },
    data: {
      workstep: authentication.workstepId,
      providers: (details?.providers ?? []).map(({ name }) => name),
      validations: asJson(
        (details?.providers ?? []).map(({ name, validations }) => ({
          provider: name,
          fields: validations.map(({ field }) => field),
        })),
      ),
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
