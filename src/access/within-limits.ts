import { Injectable } from '@nestjs/common';
import type { Transaction } from '../database/transaction.js';
import { CountersignError } from '../errors/countersign-error.js';
import { TenantStore } from './tenant.store.js';
import type { TenantLimits } from './tenant-limits.js';

const words: Readonly<Record<keyof TenantLimits, string>> = {
  providers: 'providers',
  listeners: 'listeners',
  apiKeys: 'API keys',
  users: 'users',
};

/** Holds a tenant to what its operator allows. */
@Injectable()
export class WithinLimits {
  constructor(private readonly tenants: TenantStore) {}

  /**
   * Asked before one more is made. Two that are made at the same moment may both pass: a limit is a bound on growth, not a lock.
   * @param count how many there are; asked only where there is a limit
   * @throws CountersignError `request.conflict` when there is no room for another one
   */
  async judge(
    transaction: Transaction,
    tenantId: string,
    kind: keyof TenantLimits,
    count: () => Promise<number>,
  ): Promise<void> {
    const limit = await this.tenants.limitOf(transaction, tenantId, kind);
    if (limit === null || (await count()) < limit) return;
    throw new CountersignError('request.conflict', {
      detail: `The tenant may have ${limit} ${words[kind]} and has as many; delete one, or ask the operator for more`,
    });
  }
}
