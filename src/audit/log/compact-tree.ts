import { nodeHash } from './leaf-hash.js';
import { sha256 } from './sha256.js';
import { joinSubtrees, perfectSubtrees, type TreeNode } from './subtree.js';

/** Told of each perfect subtree as it is completed, leaves included. */
type CompletedNode = (node: TreeNode, hash: Buffer) => void;

/** Root of the empty tree (RFC 9162 §2.1.1): SHA-256 of nothing. */
export const EMPTY_ROOT: Buffer = sha256('');

/**
 * A Merkle tree that keeps only the roots of its perfect subtrees, one per bit of its size: enough to append and to know the
 * root, at any size of the log.
 */
export class CompactTree {
  private leaves: number;
  /** By level; a level that the size has no bit for is undefined. */
  private readonly roots: (Buffer | undefined)[] = [];

  /**
   * @param size leaves that are already in the tree
   * @param subtrees the hashes of `perfectSubtrees({ begin: 0, end: size })`, in that order
   */
  constructor(size = 0, subtrees: readonly Buffer[] = []) {
    const nodes = perfectSubtrees({ begin: 0, end: size });
    if (nodes.length !== subtrees.length) {
      throw new RangeError(`A tree of ${size} leaves has ${nodes.length} perfect subtrees, not ${subtrees.length}`);
    }
    nodes.forEach((node, position) => {
      this.roots[node.level] = subtrees[position];
    });
    this.leaves = size;
  }

  get size(): number {
    return this.leaves;
  }

  /** Appends a leaf hash. */
  append(leaf: Buffer, completed?: CompletedNode): void {
    let hash = leaf;
    let index = this.leaves;
    completed?.({ level: 0, index }, hash);
    let level = 0;
    for (; index % 2 === 1; level += 1) {
      const left = this.roots[level];
      if (left === undefined) throw new Error('A compact tree lost a subtree');
      hash = nodeHash(left, hash);
      this.roots[level] = undefined;
      index = (index - 1) / 2;
      completed?.({ level: level + 1, index }, hash);
    }
    this.roots[level] = hash;
    this.leaves += 1;
  }

  root(): Buffer {
    const subtrees = this.roots.filter((hash) => hash !== undefined).reverse();
    return subtrees.length === 0 ? EMPTY_ROOT : joinSubtrees(subtrees);
  }
}
