import { Injectable } from '@nestjs/common';
import { boundedCache } from '../../caches/bounded-cache.js';
import type { Reading } from '../../database/transaction.js';
import { HASH_BYTES } from '../log/leaf-hash.js';
import { TILE_WIDTH } from '../log/tiles.js';

/** Full tiles kept in memory: 8 KiB each. They never change. */
const KEPT_TILES = 512;

/** The tables hold less of the tree than its size says: rows were deleted. */
export class IncompleteTreeError extends Error {
  constructor(level: number, index: number, found: number, expected: number) {
    super(`Tile ${level}/${index} of the log has ${found} hashes, expected ${expected}`);
    this.name = 'IncompleteTreeError';
  }
}

/**
 * Reads the tree over all events, which is one for all tenants: its size and its tiles. What a copy does not have yet of leaves
 * and tiles comes from the primary.
 */
@Injectable()
export class TreeStore {
  private readonly fullTiles = boundedCache<string, readonly Buffer[]>(KEPT_TILES);

  size(reading: Reading): Promise<number> {
    return sizeOfTree(reading);
  }

  /** The first `width` hashes of a tile; full ones are kept in memory. @throws IncompleteTreeError */
  async tile(reading: Reading, level: number, index: number, width: number): Promise<readonly Buffer[]> {
    const key = `${level}/${index}`;
    const kept = this.fullTiles.get(key);
    if (kept !== undefined) return kept.slice(0, width);
    const hashes = await readTile(reading, level, index, width);
    if (width === TILE_WIDTH) this.fullTiles.set(key, hashes);
    return hashes;
  }

  /** The leaf index of an event by its leaf hash, or null while it has none. */
  async findLeaf(reading: Reading, leafHash: Buffer): Promise<number | null> {
    const rows: { index: string }[] = await reading.query(
      'SELECT index FROM audit_leaf WHERE leaf_hash = $1 ORDER BY index LIMIT 1',
      [leafHash],
    );
    return rows[0] === undefined ? null : Number(rows[0].index);
  }

  /** How many of the first `count` events of a stream are among the first `size` leaves. */
  async countOfStream(reading: Reading, streamId: string, count: number, size: number): Promise<number> {
    const rows: { count: string }[] = await reading.query(
      `SELECT count(*) FROM audit_event AS event JOIN audit_leaf AS leaf ON leaf.event_id = event.id
      WHERE stream_id = $1 AND sequence <= $2 AND leaf.index < $3`,
      [streamId, count, size],
    );
    return Number(rows[0]?.count ?? 0);
  }

  /** The leaf indexes of events; those without one are left out. */
  async findLeaves(reading: Reading, eventIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const select = 'SELECT event_id, index FROM audit_leaf WHERE event_id = ANY($1)';
    let rows: { event_id: string; index: string }[] = await reading.query(select, [eventIds]);
    if (rows.length < eventIds.length && reading.present !== undefined)
      rows = await reading.present.query(select, [eventIds]);
    return new Map(rows.map((row) => [row.event_id, Number(row.index)]));
  }
}

/** How many leaves the tree has now. */
export async function sizeOfTree(reading: Reading): Promise<number> {
  const rows: { size: string }[] = await reading.query('SELECT size FROM audit_tree');
  return Number(rows[0]?.size ?? 0);
}

/**
 * The first `width` hashes of a tile, as the tables have them now. Level 0 are the leaves themselves; each level above is stored
 * as its subtrees are completed, so that no tile is ever computed from all leaves below it.
 * @throws IncompleteTreeError
 */
export async function readTile(
  reading: Reading,
  level: number,
  index: number,
  width: number,
): Promise<readonly Buffer[]> {
  const begin = index * TILE_WIDTH;
  const [text, parameters] =
    level === 0 ? ([LEAVES, [begin, begin + width]] as const) : ([NODES, [begin, begin + width, level]] as const);
  let rows: { hash: Buffer }[] = await reading.query(text, [...parameters]);
  if (rows.length !== width && reading.present !== undefined) rows = await reading.present.query(text, [...parameters]);
  const hashes = rows.map((row) => row.hash);
  if (hashes.length !== width || hashes.some((hash) => hash.length !== HASH_BYTES)) {
    throw new IncompleteTreeError(level, index, hashes.length, width);
  }
  return hashes;
}

const LEAVES = 'SELECT leaf_hash AS hash FROM audit_leaf WHERE index >= $1 AND index < $2 ORDER BY index';
const NODES = 'SELECT hash FROM audit_node WHERE index >= $1 AND index < $2 AND level = $3 ORDER BY index';
