import type { Reading } from '../../database/transaction.js';
import { CompactTree } from '../log/compact-tree.js';
import { perfectSubtrees } from '../log/subtree.js';
import { TiledTree } from '../log/tiled-tree.js';
import { IncompleteTreeError, readTile, sizeOfTree } from '../sequencer/tree.store.js';
import type { CheckMark } from './check-mark.js';
import { compareRoot, type HeldRoot } from './check-tree.js';
import { Difference } from './difference.js';

/** A tree as far as it was checked before, and what is held of it beyond. */
interface ContinuedTree {
  readonly tree: CompactTree;
  readonly waiting: readonly HeldRoot[];
}

/**
 * The tree of an earlier check, from its stored subtrees: it must still have the root that it had then, and the roots that
 * somebody holds of it when it was smaller.
 * @param held in the order of their sizes
 * @throws Difference
 */
export async function continuedTree(
  reading: Reading,
  { size, root }: CheckMark,
  held: readonly HeldRoot[],
): Promise<ContinuedTree> {
  const present = await sizeOfTree(reading);
  if (size > present) throw new Difference('the earlier check', `was of ${size} events, the log has ${present}`);
  const stored = new TiledTree(present, (level, index, width) => readTile(reading, level, index, width));
  const subtreesAt = (end: number): Promise<readonly Buffer[]> =>
    stored.nodeHashes(perfectSubtrees({ begin: 0, end })).catch((error: unknown) => {
      throw error instanceof IncompleteTreeError ? new Difference('the log', error.message) : error;
    });
  const tree = new CompactTree(size, await subtreesAt(size));
  compareRoot(tree, { holder: 'the earlier check', size, root });
  const earlier = held.filter((one) => one.size < size);
  for (const one of earlier) compareRoot(new CompactTree(one.size, await subtreesAt(one.size)), one);
  return { tree, waiting: held.slice(earlier.length) };
}
