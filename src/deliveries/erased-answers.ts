import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type PersonalDataHolder, PersonalDataHolders } from '../audit/erasure/personal-data-holder.js';
import type { Transaction } from '../database/transaction.js';

/** Events about the persons of data keys: an event with values beside it tells the stream, the leaf the key. */
const CONCERNED = `SELECT event.id FROM audit_event AS event
  WHERE event.stream_id IN (
      SELECT told.stream_id FROM audit_disclosure AS beside JOIN audit_event AS told ON told.id = beside.event_id
      WHERE beside.tenant_id = $1 AND beside.data_key_id = ANY($2::uuid[]))
    AND event.leaf::jsonb ->> 'dataKeyId' = ANY($2::text[])`;

/** What listeners answered to events about an erased person may be about them: it goes, and the delivery says so. */
@Injectable()
export class ErasedAnswers implements PersonalDataHolder, OnModuleInit {
  constructor(private readonly holders: PersonalDataHolders) {}

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
    const [rows]: [{ id: string }[], number] = await transaction.query(
      `UPDATE delivery SET erased = true WHERE tenant_id = $1 AND event_id IN (${CONCERNED}) RETURNING id`,
      [tenantId, dataKeyIds],
    );
    await transaction.query(
      'UPDATE delivery_try SET answer = NULL WHERE tenant_id = $1 AND delivery_id = ANY($2::uuid[]) AND answer IS NOT NULL',
      [tenantId, rows.map(({ id }) => id)],
    );
  }
}
