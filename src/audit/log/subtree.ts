import { nodeHash } from './leaf-hash.js';

/** Consecutive leaves, `begin` included, `end` not. */
export interface LeafRange {
  readonly begin: number;
  readonly end: number;
}

/** A node over 2^level leaves: those from index * 2^level on. Level 0 are the leaves. */
export interface TreeNode {
  readonly level: number;
  readonly index: number;
}

/** The largest power of two smaller than `size`, which RFC 9162 §2.1.1 calls k. `size` is at least 2. */
export function splitPoint(size: number): number {
  // Sizes pass 2^32: bit operators would cut them.
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}

/**
 * The perfect subtrees that a range consists of, largest first. The range MUST be one that the tree itself has: it begins at
 * a multiple of its largest subtree.
 */
export function perfectSubtrees(range: LeafRange): TreeNode[] {
  const nodes: TreeNode[] = [];
  let { begin } = range;
  while (begin < range.end) {
    let level = 0;
    let width = 1;
    while (width * 2 <= range.end - begin) {
      width *= 2;
      level += 1;
    }
    nodes.push({ level, index: begin / width });
    begin += width;
  }
  return nodes;
}

/** The hash over perfect subtrees that stand side by side, largest first (RFC 9162 §2.1.1). */
export function joinSubtrees(hashes: readonly Buffer[]): Buffer {
  const last = hashes.at(-1);
  if (last === undefined) throw new RangeError('No subtrees to join');
  return hashes.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last);
}
