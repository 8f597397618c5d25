import { createSecretKey, type KeyObject } from 'node:crypto';
import { decrypt, encrypt, SealBrokenError, type SealContext, type Sealing } from './sealing.js';

/**
 * A key of its own for the personal data of one recipient of one envelope. Whoever holds one can seal and open without asking
 * the database again.
 */
export class DataKey {
  private readonly key: KeyObject;

  /** @param key 32 bytes */
  constructor(
    readonly id: string,
    key: Uint8Array,
  ) {
    this.key = createSecretKey(key);
  }

  seal(plaintext: Uint8Array | string, context: SealContext): Buffer {
    return encrypt(this.key, typeof plaintext === 'string' ? Buffer.from(plaintext, 'utf8') : plaintext, context);
  }

  /** @throws SealBrokenError */
  open(sealed: Uint8Array, context: SealContext): Buffer {
    return decrypt(this.key, sealed, context);
  }
}

/** Data keys that were not destroyed, by id; the error in place of one that does not open. */
export type FoundDataKeys = ReadonlyMap<string, DataKey | SealBrokenError>;

/** What a sealed data key is bound to. */
export const dataKeyContext = (tenantId: string, id: string): SealContext => ({
  tenantId,
  table: 'data_key',
  row: id,
  purpose: 'data key',
});

/** Opens a data key as it is stored; the error when it does not open. */
export function openDataKey(sealing: Sealing, tenantId: string, id: string, sealed: Buffer): DataKey | SealBrokenError {
  try {
    return new DataKey(id, sealing.open(sealed, dataKeyContext(tenantId, id)));
  } catch (error) {
    if (error instanceof SealBrokenError) return error;
    throw error;
  }
}
