import { nodeHash } from './leaf-hash.js';
import { joinSubtrees, type LeafRange, perfectSubtrees, type TreeNode } from './subtree.js';
import { TILE_HEIGHT, TILE_WIDTH, tileWidth } from './tiles.js';

/** Gives the hashes of a tile, `width` of them. */
export type ReadTile = (level: number, index: number, width: number) => Promise<readonly Buffer[]>;

/** The hash over a range that a tree of `size` leaves has, from its tiles. */
export async function rangeHash(range: LeafRange, size: number, readTile: ReadTile): Promise<Buffer> {
  return joinSubtrees(await nodeHashes(perfectSubtrees(range), size, readTile));
}

/** The hashes of perfect subtrees of a tree of `size` leaves. */
export async function nodeHashes(
  nodes: readonly TreeNode[],
  size: number,
  readTile: ReadTile,
): Promise<readonly Buffer[]> {
  const hashes: Buffer[] = [];
  for (const node of nodes) hashes.push(await perfectSubtreeHash(node, size, readTile));
  return hashes;
}

async function perfectSubtreeHash(node: TreeNode, size: number, readTile: ReadTile): Promise<Buffer> {
  const level = Math.floor(node.level / TILE_HEIGHT);
  // A subtree of 2^level leaves stands on 2^(level mod 8) neighbours of one tile.
  const width = 2 ** (node.level % TILE_HEIGHT);
  const begin = node.index * width;
  const tile = Math.floor(begin / TILE_WIDTH);
  const hashes = await readTile(level, tile, tileWidth(level, tile, size));
  const offset = begin - tile * TILE_WIDTH;
  const members = hashes.slice(offset, offset + width);
  if (members.length !== width) throw new Error(`Tile ${level}/${tile} has fewer hashes than a tree of ${size} leaves`);
  return foldPerfect(members);
}

function foldPerfect(hashes: readonly Buffer[]): Buffer {
  let row = hashes;
  while (row.length > 1) {
    row = Array.from({ length: row.length / 2 }, (_, index) =>
      nodeHash(row[2 * index] ?? Buffer.alloc(0), row[2 * index + 1] ?? Buffer.alloc(0)),
    );
  }
  const [root] = row;
  if (root === undefined) throw new RangeError('A subtree has at least one leaf');
  return root;
}
