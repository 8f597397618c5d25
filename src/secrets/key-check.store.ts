import type { DataSource } from 'typeorm';

/** A known text, sealed with one encryption key: who opens it has that key. */
export interface KeyCheck {
  readonly keyId: string;
  readonly sealed: Buffer;
}

/** One per key that was ever used, oldest first. Of the service, not of a tenant. */
export async function listKeyChecks(dataSource: DataSource): Promise<readonly KeyCheck[]> {
  return dataSource.query(
    'SELECT key_id AS "keyId", check_value AS sealed FROM encryption_key_check ORDER BY created_at, key_id',
  );
}

/** Stores the check of a key unless there is one. */
export async function insertKeyCheck(dataSource: DataSource, { keyId, sealed }: KeyCheck, now: Date): Promise<void> {
  await dataSource.query(
    'INSERT INTO encryption_key_check (key_id, check_value, created_at) VALUES ($1, $2, $3) ON CONFLICT (key_id) DO NOTHING',
    [keyId, sealed, now],
  );
}

export async function deleteOtherKeyChecks(dataSource: DataSource, keyId: string): Promise<void> {
  await dataSource.query('DELETE FROM encryption_key_check WHERE key_id <> $1', [keyId]);
}
