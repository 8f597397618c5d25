import { withHeldUpdates } from '../held-updates.js';
import type { AllowedProvider, SignerAuthentication } from '../signer-authentication.js';
import type { OpenRecipient } from '../stores/recipient.store.js';
import type { CreateRequest } from './create-request.schema.js';

/**
 * The signer authentication that a request asks for. Values that providers gave the recipient before go before those sent. Pure.
 * @param envelopeId id of the envelope's stream
 */
export function newSignerAuthentication(
  body: CreateRequest,
  {
    id,
    envelopeId,
    recipient,
    providers,
    now,
  }: {
    readonly id: string;
    readonly envelopeId: string;
    readonly recipient: OpenRecipient;
    readonly providers: readonly AllowedProvider[];
    readonly now: Date;
  },
): SignerAuthentication {
  const held = withHeldUpdates(body.recipient, recipient.updates);
  return {
    id,
    tenantId: recipient.tenantId,
    envelopeId,
    envelopeExternalId: body.envelope.id,
    workstepId: body.workstep.id,
    recipientId: recipient.id,
    dataKeyId: recipient.dataKey.id,
    status: 'pending',
    maxAttempts: body.maxAttempts,
    failedAttempts: 0,
    starts: 0,
    createdAt: now,
    expiresAt: new Date(now.getTime() + body.expiresInSeconds * 1000),
    endedAt: null,
    details: {
      envelopeName: body.envelope.name ?? body.envelope.id,
      recipient: held.recipient,
      replaced: held.replaced,
      providers,
      returnUrl: body.returnUrl,
      ...(body.reference === undefined ? {} : { reference: body.reference }),
    },
    outcome: null,
  };
}
