import { createCipheriv, createDecipheriv, createHash, createSecretKey, type KeyObject } from 'node:crypto';
import { randomOf } from './random.js';

/**
 * Where sealed bytes belong. It is bound to them as additional data, so that ciphertext moved to another tenant, table, row or
 * purpose does not open.
 */
export interface SealContext {
  readonly tenantId: string;
  readonly table: string;
  readonly row: string;
  readonly purpose: string;
}

/** Thrown when sealed bytes do not open: another key, another place, or changed bytes. */
export class SealBrokenError extends Error {
  constructor(detail: string, options?: ErrorOptions) {
    super(`Sealed data cannot be opened: ${detail}`, options);
    this.name = 'SealBrokenError';
  }
}

const FORMAT = 1;
const KEY_ID_BYTES = 8;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + KEY_ID_BYTES;

function additionalData(context: SealContext): Buffer {
  return Buffer.from(JSON.stringify([context.tenantId, context.table, context.row, context.purpose]), 'utf8');
}

/**
 * AES-256-GCM with a fresh 96-bit IV: IV, ciphertext, tag.
 * @param key 32 bytes. As a key object: bytes are slow to use on Node 24, and show in a dump of the heap.
 */
export function encrypt(key: KeyObject, plaintext: Uint8Array, context: SealContext): Buffer {
  const iv = randomOf(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(additionalData(context));
  const sealed = cipher.update(plaintext);
  // In this mode nothing is left for the end.
  cipher.final();
  return Buffer.concat([iv, sealed, cipher.getAuthTag()]);
}

/** @throws SealBrokenError */
export function decrypt(key: KeyObject, sealed: Uint8Array, context: SealContext): Buffer {
  if (sealed.length < IV_BYTES + TAG_BYTES) throw new SealBrokenError('too short');
  const end = sealed.length - TAG_BYTES;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(additionalData(context));
  decipher.setAuthTag(sealed.subarray(end));
  try {
    const opened = decipher.update(sealed.subarray(IV_BYTES, end));
    // In this mode nothing is left for the end; it judges the tag.
    decipher.final();
    return opened;
  } catch (cause) {
    throw new SealBrokenError(`wrong key, wrong place (${context.table}.${context.purpose}) or changed bytes`, {
      cause,
    });
  }
}

/** Names a key without giving it away: the first 8 bytes of a SHA-256, in hex. */
export function keyIdOf(key: Uint8Array): string {
  return createHash('sha256')
    .update('countersign key id')
    .update(key)
    .digest()
    .subarray(0, KEY_ID_BYTES)
    .toString('hex');
}

/**
 * Seals bytes at rest under the service's encryption key. The sealed form is: format (1 byte), key id (8), IV (12), ciphertext, tag (16).
 * It opens what any of its keys sealed, and seals with the first, so that keys can be rotated while the service runs.
 */
export class Sealing {
  readonly currentKeyId: string;
  private readonly keys: ReadonlyMap<string, KeyObject>;
  private readonly currentKey: KeyObject;

  /** @param keys 32 bytes each; the first seals, the others only open */
  constructor(keys: readonly [Uint8Array, ...Uint8Array[]]) {
    for (const key of keys) if (key.length !== 32) throw new Error('An encryption key has 32 bytes');
    this.keys = new Map(keys.map((key) => [keyIdOf(key), createSecretKey(key)]));
    this.currentKey = createSecretKey(keys[0]);
    this.currentKeyId = keyIdOf(keys[0]);
  }

  seal(plaintext: Uint8Array | string, context: SealContext): Buffer {
    const bytes = typeof plaintext === 'string' ? Buffer.from(plaintext, 'utf8') : plaintext;
    const header = Buffer.alloc(HEADER_BYTES);
    header[0] = FORMAT;
    header.write(this.currentKeyId, 1, 'hex');
    return Buffer.concat([header, encrypt(this.currentKey, bytes, context)]);
  }

  /** @throws SealBrokenError when the key is not at hand, or the bytes belong elsewhere or were changed */
  open(sealed: Uint8Array, context: SealContext): Buffer {
    const keyId = this.keyIdOfSealed(sealed);
    const key = this.keys.get(keyId);
    if (key === undefined) throw new SealBrokenError(`it was sealed with key ${keyId}, which is not configured`);
    return decrypt(key, sealed.subarray(HEADER_BYTES), context);
  }

  /** Whether what that key has sealed can be opened. */
  hasKey(keyId: string): boolean {
    return this.keys.has(keyId);
  }

  /** The id of the key that sealed these bytes. @throws SealBrokenError */
  keyIdOfSealed(sealed: Uint8Array): string {
    if (sealed.length < HEADER_BYTES || sealed[0] !== FORMAT) throw new SealBrokenError('unknown format');
    return Buffer.from(sealed.subarray(1, HEADER_BYTES)).toString('hex');
  }
}
