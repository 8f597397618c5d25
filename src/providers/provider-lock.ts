import { Injectable } from '@nestjs/common';
import type { Transaction } from '../database/transaction.js';
import { CountersignError } from '../errors/countersign-error.js';
import { judgeIfMatch } from '../http/entity-tag.js';
import type { ProviderDetails } from './provider.js';
import { ProviderReader } from './provider-reader.js';
import { ProviderStore } from './stores/provider.store.js';

/** What a caller said about the version that they change. */
export interface Precondition {
  /** The `If-Match` header. */
  readonly ifMatch: string | undefined;
  /** Whether the header is needed. */
  readonly needed: boolean;
}

/** Finds a provider that is to be changed and keeps others from changing it meanwhile. */
@Injectable()
export class ProviderLock {
  constructor(
    private readonly providers: ProviderStore,
    private readonly reader: ProviderReader,
  ) {}

  /** @throws CountersignError `request.not_found`, `request.precondition_required`, `request.precondition_failed` */
  async take(
    transaction: Transaction,
    tenantId: string,
    name: string,
    precondition: Precondition,
  ): Promise<ProviderDetails> {
    const provider = await this.providers.lockByName(transaction, tenantId, name);
    if (provider === null || provider.archivedAt !== null) {
      throw new CountersignError('request.not_found', { detail: `There is no provider ${name}` });
    }
    judgeIfMatch(precondition.ifMatch, provider.revision, precondition.needed);
    return this.reader.detailsOf(transaction, provider);
  }
}
