import { sha256 } from './sha256.js';

/** Bytes of a hash in the tree. */
export const HASH_BYTES = 32;

const LEAF_PREFIX = 0x00;
const NODE_PREFIX = 0x01;

/** RFC 9162 §2.1.1: SHA-256(0x00 || leaf). */
export function leafHash(leaf: Uint8Array | string): Buffer {
  const bytes = typeof leaf === 'string' ? Buffer.from(leaf) : leaf;
  const prefixed = Buffer.allocUnsafe(1 + bytes.length);
  prefixed.set(bytes, 1);
  return leafHashOfPrefixed(prefixed);
}

/** Like `leafHash`, for a buffer whose first byte was left free for the prefix. Writes to that byte. */
export function leafHashOfPrefixed(buffer: Buffer): Buffer {
  buffer[0] = LEAF_PREFIX;
  return sha256(buffer);
}

/** RFC 9162 §2.1.1: SHA-256(0x01 || left || right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(1 + 2 * HASH_BYTES);
  bytes[0] = NODE_PREFIX;
  bytes.set(left, 1);
  bytes.set(right, 1 + HASH_BYTES);
  return sha256(bytes);
}
