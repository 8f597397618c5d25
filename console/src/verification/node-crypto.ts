import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { Buffer } from 'buffer';

/**
 * What the verifier's code takes from `node:crypto`, for a browser: the bundler puts this in its place. It answers at once, as Node's
 * does, where WebCrypto lets everybody wait; so the code that verifies is the very code of `countersign-verify`.
 */

type Bytes = Uint8Array | string;

const bytesOf = (data: Bytes): Uint8Array => (typeof data === 'string' ? new TextEncoder().encode(data) : data);

function requireSha256(algorithm: string): void {
  if (algorithm !== 'sha256') throw new Error(`There is no ${algorithm} here`);
}

export function hash(algorithm: string, data: Bytes, encoding: 'hex' | 'binary'): string {
  requireSha256(algorithm);
  return Buffer.from(sha256(bytesOf(data))).toString(encoding === 'hex' ? 'hex' : 'latin1');
}

export function createHash(algorithm: string) {
  requireSha256(algorithm);
  const digest = sha256.create();
  return {
    update(data: Bytes) {
      digest.update(bytesOf(data));
      return this;
    },
    digest: (): Buffer => Buffer.from(digest.digest()),
  };
}

const ED25519_BYTES = 32;

/** Only the key of a SubjectPublicKeyInfo of Ed25519, whose last 32 bytes it is (RFC 8410). */
export function createPublicKey({ key }: { readonly key: Uint8Array }): Uint8Array {
  return key.subarray(-ED25519_BYTES);
}

export function verify(_algorithm: null, data: Uint8Array, key: Uint8Array, signature: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, data, key, { zip215: false });
  } catch {
    return false;
  }
}

export function sign(): never {
  throw new Error('Nothing is signed in a browser');
}
