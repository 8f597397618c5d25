import { HASH_BYTES, nodeHash } from './leaf-hash.js';
import { type LeafRange, splitPoint } from './subtree.js';

/**
 * The subtrees whose hashes prove that a tree of `from` leaves is the beginning of one of `to` leaves (RFC 9162 §2.1.4.1).
 * @throws RangeError unless 0 ≤ from ≤ to
 */
export function consistencyProofRanges(from: number, to: number): LeafRange[] {
  if (from < 0 || from > to) throw new RangeError(`A tree of ${to} leaves does not begin with one of ${from}`);
  if (from === 0 || from === to) return [];
  const ranges: LeafRange[] = [];
  let begin = 0;
  let end = to;
  while (from !== end) {
    const middle = begin + splitPoint(end - begin);
    if (from <= middle) {
      ranges.push({ begin: middle, end });
      end = middle;
    } else {
      ranges.push({ begin, end: middle });
      begin = middle;
    }
  }
  // The old tree's root is known to the verifier when the old tree is a subtree of the new one.
  if (begin !== 0) ranges.push({ begin, end });
  return ranges.reverse();
}

interface ConsistencyClaim {
  readonly from: number;
  readonly fromRoot: Uint8Array;
  readonly to: number;
  readonly toRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** Whether the proof shows that nothing of the older tree was changed in the newer one (RFC 9162 §2.1.4.2). */
export function verifyConsistency(claim: ConsistencyClaim): boolean {
  const { from, to, proof } = claim;
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from < 0 || from > to) return false;
  if ([claim.fromRoot, claim.toRoot, ...proof].some((hash) => hash.length !== HASH_BYTES)) return false;
  if (from === to) return proof.length === 0 && Buffer.from(claim.fromRoot).equals(claim.toRoot);
  // Every tree begins with the empty one.
  if (from === 0) return proof.length === 0;
  return verifyGrowth(claim);
}

function verifyGrowth({ from, fromRoot, to, toRoot, proof }: ConsistencyClaim): boolean {
  const path = isPowerOfTwo(from) ? [fromRoot, ...proof] : proof;
  const [first, ...rest] = path;
  if (first === undefined) return false;
  let node = from - 1;
  let last = to - 1;
  while (node % 2 === 1) {
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  let older: Buffer = Buffer.from(first);
  let newer: Buffer = Buffer.from(first);
  for (const hash of rest) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      older = nodeHash(hash, older);
      newer = nodeHash(hash, newer);
      while (node % 2 === 0 && node !== 0) {
        node /= 2;
        last = Math.floor(last / 2);
      }
    } else {
      newer = nodeHash(newer, hash);
    }
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && older.equals(fromRoot) && newer.equals(toRoot);
}

function isPowerOfTwo(size: number): boolean {
  let power = 1;
  while (power < size) power *= 2;
  return power === size;
}
