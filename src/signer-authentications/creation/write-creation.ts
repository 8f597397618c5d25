import { Injectable } from '@nestjs/common';
import type { Principal } from '../../access/principal.js';
import { AuditRecorder } from '../../audit/recording.js';
import type { Lookups } from '../../database/transaction.js';
import { type Write, writeTogether } from '../../database/write-together.js';
import { createdEvent } from '../events/created-event.js';
import { withHeldUpdates } from '../held-updates.js';
import type { AllowedProvider, SignerAuthentication } from '../signer-authentication.js';
import { RecipientStore } from '../stores/recipient.store.js';
import { SignerAuthenticationStore } from '../stores/signer-authentication.store.js';
import { insertAuthentication } from '../stores/signer-authentication.writes.js';
import type { CreateRequest } from './create-request.schema.js';

export interface PlannedCreation {
  readonly id: string;
  readonly principal: Principal;
  readonly body: CreateRequest;
  readonly providers: readonly AllowedProvider[];
  readonly token: string;
  readonly now: Date;
}

/** Writes a new signer authentication with its envelope's stream, its recipient and its event. */
@Injectable()
export class CreationWriter {
  constructor(
    private readonly authentications: SignerAuthenticationStore,
    private readonly recipients: RecipientStore,
    private readonly audit: AuditRecorder,
  ) {}

  /**
   * @param claimed what is written besides
   * @throws StaleWriteError when the envelope has changed since it was read
   */
  async write(
    reading: Lookups,
    planned: PlannedCreation,
    claimed: readonly Write[],
  ): Promise<{ authentication: SignerAuthentication; token: string }> {
    const { id, principal, body, providers, token, now } = planned;
    const tenantId = principal.tenant.id;
    const place = await this.recipients.findPlace(reading, tenantId, body.envelope.id, body.recipient.email);
    const { recipient, writes } = this.recipients.opened(place, now);
    const held = withHeldUpdates(body.recipient, recipient.updates);
    const authentication: SignerAuthentication = {
      id,
      tenantId,
      envelopeId: place.head.id,
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
    const events = await this.audit.prepare(reading, [place.head], [createdEvent(authentication, principal.actor)]);
    const inserted = insertAuthentication(authentication, token, recipient.dataKey);
    await writeTogether(reading, [...claimed, ...writes, inserted, ...events.writes], place.head.id);
    return { authentication, token };
  }

  /** What an earlier request with the same idempotency key made, as it stands now. */
  async read(
    reading: Lookups,
    tenantId: string,
    id: string,
  ): Promise<{ authentication: SignerAuthentication; token: string | null }> {
    const authentication = await this.authentications.find(reading, tenantId, id);
    if (authentication === null) throw new Error(`Signer authentication ${id} of an idempotency key is not there`);
    return { authentication, token: await this.authentications.token(reading, tenantId, id) };
  }
}
