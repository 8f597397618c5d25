import { createHash, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/principal.js';
import { canonicalJson } from '../audit/format/canonical-json.js';
import { Clock } from '../config/clock.js';
import type { Transaction } from '../database/transaction.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { makeSecret } from '../secrets/lookup-secret.js';
import type { CreateRequest } from './create-request.schema.js';
import { asJson } from './events/created-event.js';
import { IdempotencyStore } from './idempotency.store.js';
import { CreationPlanner } from './plan-creation.js';
import type { AllowedProvider, SignerAuthentication } from './signer-authentication.js';
import { CreationWriter } from './write-creation.js';

export interface CreatedSignerAuthentication {
  readonly authentication: SignerAuthentication;
  /** Sign-in token in clear; null when the person has been erased since the first request. */
  readonly token: string | null;
}

const ROUTE = 'POST /v1/signer-authentications';

/** Creates a signer authentication, once per idempotency key. */
@Injectable()
export class CreateSignerAuthentication {
  constructor(
    private readonly planner: CreationPlanner,
    private readonly writer: CreationWriter,
    private readonly idempotency: IdempotencyStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws CountersignError `request.unacceptable`, `request.idempotency_key_reused` */
  async create(
    principal: Principal,
    body: CreateRequest,
    idempotencyKey: string | null,
  ): Promise<CreatedSignerAuthentication> {
    const id = randomUUID();
    const bodyHash = createHash('sha256')
      .update(canonicalJson(asJson(body)))
      .digest();
    const request =
      idempotencyKey === null ? null : { tenantId: principal.tenantId, route: ROUTE, key: idempotencyKey, bodyHash };
    // A replay is answered even when what it asks for would no longer be accepted: it was, once.
    const replayed = request === null ? null : await this.replay(this.unitOfWork.reading, request);
    if (replayed !== null) return replayed;
    const providers = await this.planner.plan(principal.tenantId, body);
    return this.unitOfWork.run(async (transaction) => {
      const now = this.clock.now();
      const first = request === null ? null : await this.idempotency.claim(transaction, request, id, now);
      if (first !== null) return this.writer.read(transaction, principal.tenantId, first);
      return this.write(transaction, principal, id, body, providers, now);
    });
  }

  private async replay(
    transaction: Transaction,
    request: Parameters<IdempotencyStore['find']>[1],
  ): Promise<CreatedSignerAuthentication | null> {
    const first = await this.idempotency.find(transaction, request);
    return first === null ? null : this.writer.read(transaction, request.tenantId, first);
  }

  private write(
    transaction: Transaction,
    principal: Principal,
    id: string,
    body: CreateRequest,
    providers: readonly AllowedProvider[],
    now: Date,
  ) {
    return this.writer.write(transaction, { id, principal, body, providers, token: makeSecret(256), now });
  }
}
