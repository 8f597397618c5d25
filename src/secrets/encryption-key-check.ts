import type { DataSource } from 'typeorm';
import { type SealContext, Sealing } from './sealing.js';

const CHECK_TEXT = 'countersign encryption key check';
const contextOf = (keyId: string): SealContext => ({
  tenantId: '',
  table: 'encryption_key_check',
  row: keyId,
  purpose: 'check value',
});

/** Thrown at start when the database was written with keys that are not configured. */
export class WrongEncryptionKeyError extends Error {
  constructor(missing: readonly string[], configured: string) {
    super(
      `The database was written with the encryption key ${missing.join(', ')}, which is not configured; ENCRYPTION_KEY is ${configured}. ` +
        'Configure the key that was used. To rotate, set the new key as ENCRYPTION_KEY and the old one in ENCRYPTION_KEYS_PREVIOUS; ' +
        'the old one can go once `countersign keys re-encrypt` has ended.',
    );
    this.name = 'WrongEncryptionKeyError';
  }
}

function opens(sealing: Sealing, row: { readonly key_id: string; readonly check_value: Buffer }): boolean {
  try {
    return sealing.open(row.check_value, contextOf(row.key_id)).toString('utf8') === CHECK_TEXT;
  } catch {
    return false;
  }
}

/**
 * Makes sure that the configured keys open everything that is stored, before anything is sealed with another one: each key that
 * was ever used has a check value, until re-encryption has made it unnecessary.
 *
 * @throws WrongEncryptionKeyError
 */
export async function checkEncryptionKey(dataSource: DataSource, sealing: Sealing, now: Date): Promise<void> {
  const rows: { key_id: string; check_value: Buffer }[] = await dataSource.query(
    'SELECT key_id, check_value FROM encryption_key_check ORDER BY created_at, key_id',
  );
  const missing = rows.filter((row) => !opens(sealing, row)).map((row) => row.key_id);
  if (missing.length > 0) throw new WrongEncryptionKeyError(missing, sealing.currentKeyId);
  await dataSource.query(
    'INSERT INTO encryption_key_check (key_id, check_value, created_at) VALUES ($1, $2, $3) ON CONFLICT (key_id) DO NOTHING',
    [sealing.currentKeyId, sealing.seal(CHECK_TEXT, contextOf(sealing.currentKeyId)), now],
  );
}

/**
 * Lets the service start without the keys that nothing is sealed with any more. Call only when everything has been sealed with the
 * current key.
 */
export async function forgetOtherKeys(dataSource: DataSource, sealing: Sealing): Promise<void> {
  await dataSource.query('DELETE FROM encryption_key_check WHERE key_id <> $1', [sealing.currentKeyId]);
}
