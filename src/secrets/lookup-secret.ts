import { createHash } from 'node:crypto';
import { randomOf } from './random.js';

/** A fresh random secret, base64url. @param bits a multiple of 8 */
export function makeSecret(bits: 128 | 256): string {
  return randomOf(bits / 8).toString('base64url');
}

/** How a secret with at least 128 bits of entropy is stored for look-up: SHA-256. (Not for passwords.) */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret, 'utf8').digest();
}
