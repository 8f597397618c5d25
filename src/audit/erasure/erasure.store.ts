import { Injectable } from '@nestjs/common';
import type { Reading, Transaction } from '../../database/transaction.js';
import { ErasureEntity } from './erasure.entity.js';

/** One erasure. Holds ids only, nothing about the person. */
export interface Erasure {
  readonly id: string;
  readonly tenantId: string;
  /** The envelope's stream, or the user's, where the event stands. */
  readonly streamId: string;
  readonly dataKeyIds: readonly string[];
  readonly erasedAt: Date;
}

/** The rows of erasures, and what is sealed beside events. */
@Injectable()
export class ErasureStore {
  async insert(transaction: Transaction, { id, tenantId, streamId, dataKeyIds, erasedAt }: Erasure): Promise<void> {
    await transaction.getRepository(ErasureEntity).insert({ id, tenantId, streamId, dataKeyIds, erasedAt });
  }

  /** Those of all tenants, in the order in which they were made: a restored database replays all of them. */
  async list(reading: Reading): Promise<readonly Erasure[]> {
    return reading.getRepository(ErasureEntity).find({ order: { erasedAt: 'ASC', id: 'ASC' } });
  }

  /** Whether the database has a stream that an erasure is recorded in. */
  async hasStream(reading: Reading, tenantId: string, streamId: string): Promise<boolean> {
    const rows: { found: boolean }[] = await reading.query(
      'SELECT EXISTS (SELECT 1 FROM audit_stream WHERE id = $1 AND tenant_id = $2) AS found',
      [streamId, tenantId],
    );
    return rows[0]?.found === true;
  }

  /** Deletes values, salts and raw evidence that stand beside events. The leaves, and with them every proof, stay. */
  async deleteSealed(transaction: Transaction, tenantId: string, dataKeyIds: readonly string[]): Promise<void> {
    for (const table of ['audit_disclosure', 'audit_evidence']) {
      await transaction.query(`DELETE FROM ${table} WHERE tenant_id = $1 AND data_key_id = ANY($2::uuid[])`, [
        tenantId,
        dataKeyIds,
      ]);
    }
  }
}
