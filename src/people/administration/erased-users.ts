import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Principal } from '../../access/principal.js';
import { type PersonalDataHolder, PersonalDataHolders } from '../../audit/erasure/personal-data-holder.js';
import type { Transaction } from '../../database/transaction.js';
import { ADMINISTERING, judgeAdministered, judgeLastAdministrator } from '../users/administration.rules.js';
import { UserStore } from '../users/user.store.js';
import { UserAdministration } from './administer-users.js';

/** Erases users as signers are erased: who is there still is deleted first, then nothing is left but that there was somebody. */
@Injectable()
export class ErasedUsers implements PersonalDataHolder, OnModuleInit {
  constructor(
    private readonly holders: PersonalDataHolders,
    private readonly users: UserStore,
    private readonly administration: UserAdministration,
  ) {}

  onModuleInit(): void {
    this.holders.register(this);
  }

  dataKeysOf(): Promise<readonly string[]> {
    return Promise.resolve([]);
  }

  async dataKeysOfUser(transaction: Transaction, principal: Principal, userId: string): Promise<readonly string[]> {
    const tenantId = principal.tenant.id;
    await this.users.lockTenant(transaction, tenantId);
    const user = await this.users.find(transaction, tenantId, userId);
    if (user !== null) judgeAdministered(principal, user);
    const administrators = await this.users.holding(transaction, tenantId, ADMINISTERING);
    judgeLastAdministrator(administrators, { id: userId }, false);
    const dataKeyId = await this.users.lockDataKey(transaction, tenantId, userId);
    return dataKeyId === null ? [] : [dataKeyId];
  }

  async erase(transaction: Transaction, tenantId: string, dataKeyIds: readonly string[], now: Date): Promise<void> {
    for (const user of await this.users.presentOf(transaction, tenantId, dataKeyIds))
      await this.administration.end(transaction, user, {
        actor: { type: 'system', id: 'erasure' },
        now,
        notify: false,
      });
    await this.users.erase(transaction, tenantId, dataKeyIds, now);
  }

  async eraseRecorded(): Promise<void> {
    await Promise.resolve();
  }
}
