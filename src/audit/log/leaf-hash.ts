import { sha256, sha256Of } from './sha256.js';

/** Bytes of a hash in the tree. */
export const HASH_BYTES = 32;

const LEAF_PREFIX = Uint8Array.of(0x00);
const NODE_PREFIX = 0x01;

/** RFC 9162 §2.1.1: SHA-256(0x00 || leaf). A text stands for its UTF-8 bytes. */
export function leafHash(leaf: Uint8Array | string): Buffer {
  // One conversion and one hash: by far the fastest way for texts, and leaves are texts.
  return typeof leaf === 'string' ? sha256(`\0${leaf}`) : sha256Of(LEAF_PREFIX, leaf);
}

/** RFC 9162 §2.1.1: SHA-256(0x01 || left || right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(1 + 2 * HASH_BYTES);
  bytes[0] = NODE_PREFIX;
  bytes.set(left, 1);
  bytes.set(right, 1 + HASH_BYTES);
  return sha256(bytes);
}
