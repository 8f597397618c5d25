import { Injectable } from '@nestjs/common';
import type { Reading, Transaction } from '../../database/transaction.js';

/** One erasure. Holds ids only, nothing about the person. */
export interface Erasure {
  readonly id: string;
  readonly tenantId: string;
  /** The envelope's stream, where the event stands. */
  readonly streamId: string;
  readonly dataKeyIds: readonly string[];
  readonly erasedAt: Date;
}

interface ErasureRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly stream_id: string;
  readonly data_key_ids: string[];
  readonly erased_at: Date;
}

/** The rows of erasures, and what is sealed beside events. */
@Injectable()
export class ErasureStore {
  async insert(transaction: Transaction, erasure: Erasure): Promise<void> {
    await transaction.query(
      'INSERT INTO erasure (id, tenant_id, stream_id, data_key_ids, erased_at) VALUES ($1, $2, $3, $4, $5)',
      [erasure.id, erasure.tenantId, erasure.streamId, erasure.dataKeyIds, erasure.erasedAt],
    );
  }

  async list(reading: Reading): Promise<readonly Erasure[]> {
    const rows: ErasureRow[] = await reading.query('SELECT * FROM erasure ORDER BY erased_at, id');
    return rows.map((row) => ({
      id: row.id,
      tenantId: row.tenant_id,
      streamId: row.stream_id,
      dataKeyIds: row.data_key_ids,
      erasedAt: row.erased_at,
    }));
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
