import { sha256, sha256Hex, sha256Of } from './sha256.js';

/** Bytes of a hash in the tree. */
export const HASH_BYTES = 32;

const LEAF_PREFIX = Uint8Array.of(0x00);
const NODE_PREFIX = 0x01;

/** RFC 9162 §2.1.1: SHA-256(0x00 || leaf). A text stands for its UTF-8 bytes. */
export function leafHash(leaf: Uint8Array | string): Buffer {
  // One conversion and one hash: by far the fastest way for texts, and leaves are texts.
  return typeof leaf === 'string' ? sha256(`\0${leaf}`) : sha256Of(LEAF_PREFIX, leaf);
}

/** The leaf hash of a text in lower-case hex, as events name the one before. */
export function leafHashHex(leaf: string): string {
  return sha256Hex(`\0${leaf}`);
}

/** What a node's hash is made of, filled anew for each: hashing is synchronous, so that nobody sees it half filled. */
const node = Buffer.alloc(1 + 2 * HASH_BYTES, NODE_PREFIX);

/** RFC 9162 §2.1.1: SHA-256(0x01 || left || right). @throws RangeError when one of them has not 32 bytes */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  if (left.length !== HASH_BYTES || right.length !== HASH_BYTES) {
    throw new RangeError(
      `A node is made of ${HASH_BYTES} bytes and ${HASH_BYTES}, not of ${left.length} and ${right.length}`,
    );
  }
  node.set(left, 1);
  node.set(right, 1 + HASH_BYTES);
  return sha256(node);
}
