import { nodeHash } from './leaf-hash.js';
import { joinSubtrees, type LeafRange, perfectSubtrees, type TreeNode } from './subtree.js';
import { TILE_HEIGHT, TILE_WIDTH, tileWidth } from './tiles.js';

/** Gives the hashes of a tile, `width` of them. */
type ReadTile = (level: number, index: number, width: number) => Promise<readonly Buffer[]>;

/** A tile with every perfect subtree over its hashes: row 0 are the hashes, row n the subtrees over 2^n of them. */
type TileRows = readonly (readonly Buffer[])[];

function tileRows(hashes: readonly Buffer[]): TileRows {
  const rows = [hashes];
  for (let row = hashes; row.length > 1; ) {
    row = pairs(row);
    rows.push(row);
  }
  return rows;
}

function pairs(row: readonly Buffer[]): Buffer[] {
  const above: Buffer[] = [];
  for (let index = 0; index + 1 < row.length; index += 2) {
    const [left, right] = [row[index], row[index + 1]];
    if (left !== undefined && right !== undefined) above.push(nodeHash(left, right));
  }
  return above;
}

/** The hashes of one tree of `size` leaves, from its tiles. Every tile is read once, so use one for many proofs of one size. */
export class TiledTree {
  private readonly tiles = new Map<string, TileRows>();

  /** @param keptTiles how many tiles are kept before reading begins anew; 16 KiB each */
  constructor(
    readonly size: number,
    private readonly readTile: ReadTile,
    private readonly keptTiles = 512,
  ) {}

  /** The hash over a range that the tree has: one that RFC 9162 names in a proof. */
  async rangeHash(range: LeafRange): Promise<Buffer> {
    return joinSubtrees(await this.nodeHashes(perfectSubtrees(range)));
  }

  async rangeHashes(ranges: readonly LeafRange[]): Promise<Buffer[]> {
    const hashes: Buffer[] = [];
    for (const range of ranges) hashes.push(await this.rangeHash(range));
    return hashes;
  }

  /** The hashes of perfect subtrees. */
  async nodeHashes(nodes: readonly TreeNode[]): Promise<Buffer[]> {
    const hashes: Buffer[] = [];
    for (const node of nodes) hashes.push(await this.nodeHash(node));
    return hashes;
  }

  private async nodeHash(node: TreeNode): Promise<Buffer> {
    const level = Math.floor(node.level / TILE_HEIGHT);
    const row = node.level % TILE_HEIGHT;
    const perTile = TILE_WIDTH / 2 ** row;
    const tile = Math.floor(node.index / perTile);
    const rows = await this.rowsOf(level, tile);
    const hash = rows[row]?.[node.index - tile * perTile];
    if (hash === undefined)
      throw new RangeError(`A tree of ${this.size} leaves has no node ${node.level}/${node.index}`);
    return hash;
  }

  private async rowsOf(level: number, index: number): Promise<TileRows> {
    const key = `${level}/${index}`;
    const kept = this.tiles.get(key);
    if (kept !== undefined) return kept;
    const rows = tileRows(await this.readTile(level, index, tileWidth(level, index, this.size)));
    if (this.tiles.size >= this.keptTiles) this.tiles.clear();
    this.tiles.set(key, rows);
    return rows;
  }
}
