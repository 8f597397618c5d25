import { createHash, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { asking } from '../../access/confirm-along.js';
import type { Principal } from '../../access/principal.js';
import { canonicalJson } from '../../audit/format/canonical-json.js';
import { AuditRecorder } from '../../audit/recording.js';
import { Clock } from '../../config/clock.js';
import type { Lookups } from '../../database/transaction.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { writeTogether } from '../../database/write-together.js';
import { makeSecret } from '../../secrets/lookup-secret.js';
import { annotate } from '../../tracing/active-span.js';
import { asJson, createdEvent } from '../events/created-event.js';
import type { AllowedProvider, SignerAuthentication } from '../signer-authentication.js';
import { IdempotencyStore, type IdempotentRequest } from '../stores/idempotency.store.js';
import { type RecipientPlace, RecipientStore } from '../stores/recipient.store.js';
import { SignerAuthenticationStore } from '../stores/signer-authentication.store.js';
import { insertAuthentication } from '../stores/signer-authentication.writes.js';
import type { CreateRequest } from './create-request.schema.js';
import { newSignerAuthentication } from './new-signer-authentication.js';
import { CreationPlanner } from './plan-creation.js';
import { requestedProviders } from './requested-providers.js';

interface CreatedSignerAuthentication {
  readonly authentication: SignerAuthentication;
  /** Sign-in token in clear; null when the person has been erased since the first request. */
  readonly token: string | null;
}

const ROUTE = 'POST /v1/signer-authentications';

/**
 * Creates signer authentications, each once per idempotency key. The steps, in order:
 *
 * 1. replay: a request that came before is answered with what it made, even when it would no longer be accepted
 * 2. place: the envelope's stream and its recipient, or new ones, and where the providers stand that it names
 * 3. plan: whether the providers make the checks that it asks for
 * 4. write: key, recipient, signer authentication and event, in one statement that is refused if the envelope has changed; then from 1
 */
@Injectable()
export class CreateSignerAuthentication {
  constructor(
    private readonly planner: CreationPlanner,
    private readonly authentications: SignerAuthenticationStore,
    private readonly recipients: RecipientStore,
    private readonly idempotency: IdempotencyStore,
    private readonly audit: AuditRecorder,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws CountersignError `request.unacceptable`, `request.idempotency_key_reused` */
  async create(
    principal: Principal,
    body: CreateRequest,
    idempotencyKey: string | null,
  ): Promise<CreatedSignerAuthentication> {
    const tenantId = principal.tenant.id;
    const request =
      idempotencyKey === null ? null : { tenantId, route: ROUTE, key: idempotencyKey, bodyHash: hashOf(body) };
    const requested = requestedProviders(body);
    const named = {
      envelopeId: body.envelope.id,
      email: body.recipient.email,
      providers: requested.providers.map(({ name }) => name),
    };
    return this.unitOfWork.runOptimistically(async (lookups) => {
      const reading = asking(principal, lookups);
      const replayed = request === null ? null : await this.replay(reading, request);
      if (replayed !== null) return replayed;
      const place = await this.recipients.findPlace(reading, tenantId, named);
      const providers = await this.planner.plan(requested, place.providers);
      return this.write(reading, principal, body, { providers, place }, request);
    });
  }

  private async replay(reading: Lookups, request: IdempotentRequest): Promise<CreatedSignerAuthentication | null> {
    const id = await this.idempotency.find(reading, request);
    if (id === null) return null;
    const { tenantId } = request;
    const authentication = await this.authentications.find(reading, tenantId, id);
    if (authentication === null) throw new Error(`Signer authentication ${id} of an idempotency key is not there`);
    return { authentication, token: await this.authentications.token(reading, tenantId, id) };
  }

  private async write(
    reading: Lookups,
    { actor }: Principal,
    body: CreateRequest,
    { providers, place }: { readonly providers: readonly AllowedProvider[]; readonly place: RecipientPlace },
    request: IdempotentRequest | null,
  ): Promise<CreatedSignerAuthentication> {
    const [id, token, now] = [randomUUID(), makeSecret(256), this.clock.now()];
    const { recipient, writes } = this.recipients.openRecipient(place, now);
    const envelopeId = place.head.id;
    annotate({ 'countersign.owner.id': id, 'countersign.owner.kind': 'signer_authentication' });
    const authentication = newSignerAuthentication(body, { id, envelopeId, recipient, providers, now });
    const events = await this.audit.prepare(reading, [place.head], [createdEvent(authentication, actor)]);
    await writeTogether(
      reading,
      [
        ...(request === null ? [] : [this.idempotency.claimKey(request, id, now)]),
        ...writes,
        insertAuthentication(authentication, token, recipient.dataKey),
        ...events.writes,
      ],
      envelopeId,
    );
    return { authentication, token };
  }
}

function hashOf(body: CreateRequest): Buffer {
  return createHash('sha256')
    .update(canonicalJson(asJson(body)))
    .digest();
}
