import type { Lookups } from '../database/transaction.js';

/** Stores a tenant's key unless there is one. */
export async function insertKeyedHashKey(reading: Lookups, tenantId: string, sealed: Buffer): Promise<void> {
  await (reading.writing ?? reading).query(
    'INSERT INTO keyed_hash_key (tenant_id, sealed) VALUES ($1, $2) ON CONFLICT DO NOTHING',
    [tenantId, sealed],
  );
}

export async function findKeyedHashKey(reading: Lookups, tenantId: string): Promise<Buffer | null> {
  const rows: { sealed: Buffer }[] = await reading.query('SELECT sealed FROM keyed_hash_key WHERE tenant_id = $1', [
    tenantId,
  ]);
  return rows[0]?.sealed ?? null;
}
