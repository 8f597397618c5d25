import type { Lookups, Transaction } from '../database/transaction.js';
import type { Write } from '../database/write-together.js';

/** A data key as it is stored: sealed. */
interface SealedDataKey {
  readonly id: string;
  /** null once it was destroyed. */
  readonly sealed: Buffer | null;
}

export function insertDataKey(tenantId: string, id: string, sealed: Buffer, now: Date): Write {
  return {
    text: 'INSERT INTO data_key (id, tenant_id, sealed, created_at) VALUES ($1, $2, $3, $4)',
    values: [id, tenantId, sealed, now],
    rows: 1,
  };
}

/** Those of the ids that there are, destroyed ones included. */
export async function findSealedDataKeys(
  reading: Lookups,
  tenantId: string,
  ids: readonly string[],
): Promise<readonly SealedDataKey[]> {
  return reading.query('SELECT id, sealed FROM data_key WHERE tenant_id = $1 AND id = ANY($2)', [tenantId, ids]);
}

export async function destroyDataKey(transaction: Transaction, tenantId: string, id: string, now: Date): Promise<void> {
  await transaction.query(
    'UPDATE data_key SET sealed = NULL, destroyed_at = $3 WHERE id = $1 AND tenant_id = $2 AND sealed IS NOT NULL',
    [id, tenantId, now],
  );
}
