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
  constructor(known: readonly string[], configured: string) {
    super(
      `ENCRYPTION_KEY (key id ${configured}) is not the key that this database was written with (key ids ${known.join(', ')}). ` +
        'Configure that key; to rotate, set the new key as ENCRYPTION_KEY and the old one in ENCRYPTION_KEYS_PREVIOUS.',
    );
    this.name = 'WrongEncryptionKeyError';
  }
}

/**
 * Makes sure that the configured key opens what is stored, before anything is sealed with another one. A key that is new to the
 * database is accepted only together with one that is known to it.
 *
 * @throws WrongEncryptionKeyError
 */
export async function checkEncryptionKey(dataSource: DataSource, sealing: Sealing, now: Date): Promise<void> {
  const rows: { key_id: string; check_value: Buffer }[] = await dataSource.query(
    'SELECT key_id, check_value FROM encryption_key_check',
  );
  const opens = rows.filter((row) => {
    try {
      return sealing.open(row.check_value, contextOf(row.key_id)).toString('utf8') === CHECK_TEXT;
    } catch {
      return false;
    }
  });
  if (rows.length > 0 && opens.length === 0) {
    throw new WrongEncryptionKeyError(
      rows.map((row) => row.key_id),
      sealing.currentKeyId,
    );
  }
  await dataSource.query(
    'INSERT INTO encryption_key_check (key_id, check_value, created_at) VALUES ($1, $2, $3) ON CONFLICT (key_id) DO NOTHING',
    [sealing.currentKeyId, sealing.seal(CHECK_TEXT, contextOf(sealing.currentKeyId)), now],
  );
}
