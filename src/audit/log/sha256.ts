import { createHash, hash } from 'node:crypto';

/** SHA-256 of bytes or of a text's UTF-8 bytes. */
export function sha256(data: Uint8Array | string): Buffer {
  // A digest asked for as a buffer has memory of its own, which costs twice what the digest of a short input does. One byte a
  // character, and from there into the common pool, is the cheapest way to the same 32 bytes.
  return Buffer.from(hash('sha256', data, 'binary'), 'latin1');
}

/** SHA-256 of bytes or of a text's UTF-8 bytes, in lower-case hex. */
export function sha256Hex(data: Uint8Array | string): string {
  return hash('sha256', data, 'hex');
}

/** SHA-256 of several parts one after another. */
export function sha256Of(...parts: readonly (Uint8Array | string)[]): Buffer {
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part);
  return digest.digest();
}
