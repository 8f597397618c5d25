import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type PersonalDataHolder, PersonalDataHolders } from '../audit/erasure/personal-data-holder.js';
import type { Transaction } from '../database/transaction.js';
import { DeliveryRecordStore } from './records/delivery-record.store.js';

/** What listeners answered to events about an erased person may be about them: it goes, and the delivery says so. */
@Injectable()
export class ErasedAnswers implements PersonalDataHolder, OnModuleInit {
  constructor(
    private readonly holders: PersonalDataHolders,
    private readonly records: DeliveryRecordStore,
  ) {}

  onModuleInit(): void {
    this.holders.register(this);
  }

  /** Nothing here is sealed under a data key. */
  dataKeysOf(): Promise<readonly string[]> {
    return Promise.resolve([]);
  }

  async erase(transaction: Transaction, tenantId: string, dataKeyIds: readonly string[]): Promise<void> {
    await this.eraseRecorded(transaction, tenantId, dataKeyIds);
  }

  async eraseRecorded(transaction: Transaction, tenantId: string, dataKeyIds: readonly string[]): Promise<void> {
    await this.records.eraseAnswers(transaction, tenantId, dataKeyIds);
  }
}
