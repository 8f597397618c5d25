import { createHash, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Principal } from '../../access/principal.js';
import { canonicalJson } from '../../audit/format/canonical-json.js';
import { Clock } from '../../config/clock.js';
import type { Lookups } from '../../database/transaction.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { makeSecret } from '../../secrets/lookup-secret.js';
import { asJson } from '../events/created-event.js';
import type { AllowedProvider, SignerAuthentication } from '../signer-authentication.js';
import { IdempotencyStore, type IdempotentRequest } from '../stores/idempotency.store.js';
import type { CreateRequest } from './create-request.schema.js';
import { CreationPlanner } from './plan-creation.js';
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
    const request =
      idempotencyKey === null
        ? null
        : { tenantId: principal.tenant.id, route: ROUTE, key: idempotencyKey, bodyHash: hashOf(body) };
    let providers: readonly AllowedProvider[] | null = null;
    return this.unitOfWork.runOptimistically(async (reading) => {
      // A replay is answered even when what it asks for would no longer be accepted: it was, once.
      const replayed = request === null ? null : await this.replay(reading, request);
      if (replayed !== null) return replayed;
      providers ??= await this.planner.plan(principal.tenant.id, body);
      const id = randomUUID();
      const now = this.clock.now();
      const claimed = request === null ? [] : [this.idempotency.claimed(request, id, now)];
      return this.writer.write(reading, { id, principal, body, providers, token: makeSecret(256), now }, claimed);
    });
  }

  private async replay(reading: Lookups, request: IdempotentRequest): Promise<CreatedSignerAuthentication | null> {
    const first = await this.idempotency.find(reading, request);
    return first === null ? null : this.writer.read(reading, request.tenantId, first);
  }
}

function hashOf(body: CreateRequest): Buffer {
  return createHash('sha256')
    .update(canonicalJson(asJson(body)))
    .digest();
}
