import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type PersonalDataHolder, PersonalDataHolders } from '../audit/erasure/personal-data-holder.js';
import type { Transaction } from '../database/transaction.js';
import { MailStore } from './mail.store.js';

/** What waits for somebody who is erased is not sent any more. */
@Injectable()
export class ErasedMails implements PersonalDataHolder, OnModuleInit {
  constructor(
    private readonly holders: PersonalDataHolders,
    private readonly store: MailStore,
  ) {}

  onModuleInit(): void {
    this.holders.register(this);
  }

  dataKeysOf(): Promise<readonly string[]> {
    return Promise.resolve([]);
  }

  erase(transaction: Transaction, tenantId: string, dataKeyIds: readonly string[], now: Date): Promise<void> {
    return this.store.erase(transaction, tenantId, dataKeyIds, now);
  }

  async eraseRecorded(): Promise<void> {
    await Promise.resolve();
  }
}
