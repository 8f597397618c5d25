import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/principal.js';
import { Clock } from '../config/clock.js';
import type { Transaction } from '../database/transaction.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { CountersignError } from '../errors/countersign-error.js';
import { judgeIfMatch } from '../http/entity-tag.js';
import type { ProviderDetails } from './provider.js';
import { ProviderReader } from './provider-reader.js';
import { ProviderStore } from './stores/provider.store.js';

/** What a caller said about the version that they change. */
interface Precondition {
  /** The `If-Match` header. */
  readonly ifMatch: string | undefined;
  /** Whether the header is needed. */
  readonly needed: boolean;
}

/** A provider that nobody else changes until the transaction ends. */
interface HeldProvider {
  readonly transaction: Transaction;
  readonly current: ProviderDetails;
  readonly now: Date;
}

/** Finds a provider that is to be changed and keeps others from changing it meanwhile. */
@Injectable()
export class ProviderLock {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly providers: ProviderStore,
    private readonly reader: ProviderReader,
    private readonly clock: Clock,
  ) {}

  /**
   * Changes a provider of the principal's tenant in one transaction.
   * @throws CountersignError `request.not_found`, `request.precondition_required`, `request.precondition_failed`
   */
  hold<T>(
    principal: Principal,
    name: string,
    precondition: Precondition,
    change: (held: HeldProvider) => Promise<T>,
  ): Promise<T> {
    return this.unitOfWork.run(async (transaction) => {
      const provider = await this.providers.lockByName(transaction, principal.tenant.id, name);
      if (provider === null || provider.archivedAt !== null) {
        throw new CountersignError('request.not_found', { detail: `There is no provider ${name}` });
      }
      judgeIfMatch(precondition.ifMatch, provider.revision, precondition.needed);
      const current = await this.reader.detailsOf(transaction, provider);
      return change({ transaction, current, now: this.clock.now() });
    });
  }
}
