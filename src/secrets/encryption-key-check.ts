import type { DataSource } from 'typeorm';
import { deleteOtherKeyChecks, insertKeyCheck, type KeyCheck, listKeyChecks } from './key-check.store.js';
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

function opens(sealing: Sealing, { keyId, sealed }: KeyCheck): boolean {
  try {
    return sealing.open(sealed, contextOf(keyId)).toString('utf8') === CHECK_TEXT;
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
  const checks = await listKeyChecks(dataSource);
  const missing = checks.filter((check) => !opens(sealing, check)).map(({ keyId }) => keyId);
  if (missing.length > 0) throw new WrongEncryptionKeyError(missing, sealing.currentKeyId);
  const keyId = sealing.currentKeyId;
  await insertKeyCheck(dataSource, { keyId, sealed: sealing.seal(CHECK_TEXT, contextOf(keyId)) }, now);
}

/**
 * Lets the service start without the keys that nothing is sealed with any more. Call only when everything has been sealed with the
 * current key.
 */
export async function forgetOtherKeys(dataSource: DataSource, sealing: Sealing): Promise<void> {
  await deleteOtherKeyChecks(dataSource, sealing.currentKeyId);
}
