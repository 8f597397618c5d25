import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/principal.js';
import { requireHeld } from '../access/require-held.js';
import { Clock } from '../config/clock.js';
import type { Transaction } from '../database/transaction.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { CountersignError } from '../errors/countersign-error.js';
import { judgeIfMatch } from '../http/entity-tag.js';
import type { OAuthClient } from './oauth-client.js';
import { OAuthClientStore } from './oauth-client.store.js';

/** What is done to a client while nobody else changes it. */
type Work<T> = (transaction: Transaction, client: OAuthClient, now: Date) => Promise<T>;

/** Holds a client of the caller's tenant for a change. */
@Injectable()
export class ClientLock {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly store: OAuthClientStore,
    private readonly clock: Clock,
  ) {}

  /** @throws CountersignError `request.not_found`; those of `judgeIfMatch` */
  hold<T>(
    principal: Principal,
    id: string,
    { ifMatch, needed }: { readonly ifMatch: string | undefined; readonly needed: boolean },
    work: Work<T>,
  ): Promise<T> {
    return this.unitOfWork.run(async (transaction) => {
      const client = await this.store.lock(transaction, principal.tenant.id, id);
      if (client === null) throw new CountersignError('request.not_found');
      judgeIfMatch(ifMatch, client.revision, needed);
      return work(transaction, client, this.clock.now());
    });
  }

  /**
   * Whoever gives a client another secret or key, or wakes it up, could use it: as if they had made it.
   * @throws CountersignError as `hold`; `access.scope_missing`
   */
  holdWithRights<T>(principal: Principal, id: string, ifMatch: string | undefined, work: Work<T>): Promise<T> {
    return this.hold(principal, id, { ifMatch, needed: false }, (transaction, client, now) => {
      requireHeld(principal, client.scopes);
      return work(transaction, client, now);
    });
  }
}
