import type { Reading } from '../../database/transaction.js';
import { CompactTree } from '../log/compact-tree.js';
import { HASH_BYTES } from '../log/leaf-hash.js';
import { TILE_HEIGHT, TILE_WIDTH } from '../log/tiles.js';
import type { Cursor } from '../sequencer/leader-state.js';
import { Difference, type Progress } from './difference.js';
import { pagesAhead } from './pages-ahead.js';

const PAGE = 4096;

/** Leaves one after another, in one row: a log has millions, and hardly ever one that is not as it has to be. */
interface LeavesRow {
  /** How many there are; of none everything else is null. */
  readonly leaves: number;
  readonly first: string | null;
  readonly last: string | null;
  /** Whether each of them is the hash of its event. */
  readonly are_of_events: boolean | null;
  /** 32 bytes each. */
  readonly hashes: Buffer | null;
}

interface LeafRow {
  readonly index: string;
  readonly event_id: string;
  /** Hex, as `event_hash`. */
  readonly leaf_hash: string;
  readonly event_hash: string | null;
}

/** A tree head that somebody holds: the root that the first `size` leaves must have. */
export interface HeldRoot {
  readonly size: number;
  readonly root: Buffer;
  /** Who holds it, for the message. */
  readonly holder: string;
}

/** A tree that was checked. */
export interface CheckedTree {
  readonly size: number;
  readonly root: Buffer;
  /** Where the sequencer stands. */
  readonly cursor: Cursor;
}

/**
 * Builds the tree again from its leaves: each leaf must be the hash of its event, each stored subtree and each root that somebody
 * holds must come out.
 * @param held in the order of their sizes
 * @param tree what was built before, and need not be built again
 * @throws Difference the first one
 */
export async function checkTree(
  reading: Reading,
  held: readonly HeldRoot[],
  progress: Progress,
  tree: CompactTree = new CompactTree(),
): Promise<CheckedTree> {
  const { size, cursor } = await stateOf(reading);
  const begun = tree.size;
  const waiting = [...held];
  compareRoots(tree, waiting);
  const pages = pagesAhead<LeavesRow>(1, async (before) => {
    const begin = before === null ? begun : Number(before.last ?? size) + 1;
    const end = Math.min(begin + PAGE, size);
    return begin < end ? await reading.query<LeavesRow[]>(LEAVES_TOGETHER, [begin, end]) : [];
  });
  for await (const [page] of pages) {
    const nodes = new Map<string, Buffer>();
    for (const leaf of await leavesOf(reading, page, tree.size)) {
      tree.append(Buffer.isBuffer(leaf) ? leaf : hashOf(leaf, tree.size), ({ level, index }, hash) => {
        if (level > 0 && level % TILE_HEIGHT === 0) nodes.set(`${level / TILE_HEIGHT}/${index}`, hash);
      });
      compareRoots(tree, waiting);
    }
    await compareNodes(reading, nodes);
    progress('log', tree.size, size);
  }
  if (tree.size < size) throw new Difference(`leaf ${tree.size}`, `is missing: the tree has ${size} leaves`);
  const [beyond] = waiting;
  if (beyond !== undefined) {
    throw new Difference(beyond.holder, `promises ${beyond.size} events, the log has ${tree.size}`);
  }
  await refuseExtraRows(reading, size);
  return { size, root: tree.root(), cursor };
}

/** In the order of their indexes. Where not all is as it has to be: row by row, so that the first that is not is told. */
async function leavesOf(
  reading: Reading,
  page: LeavesRow | undefined,
  begin: number,
): Promise<readonly (Buffer | LeafRow)[]> {
  const { leaves = 0, first = null, last = null, are_of_events = null, hashes = null } = page ?? {};
  const inOrder = are_of_events === true && Number(first) === begin && Number(last) === begin + leaves - 1;
  if (hashes === null || !inOrder || hashes.length !== leaves * HASH_BYTES)
    return reading.query<LeafRow[]>(LEAVES, [begin, Number(last ?? begin - 1) + 1]);
  return Array.from({ length: leaves }, (_unused, place) =>
    hashes.subarray(place * HASH_BYTES, (place + 1) * HASH_BYTES),
  );
}

// `OFFSET 0` has each leaf's event looked up by its id. Joined freely, all events are read for each page: the planner takes that for
// cheaper until there are hundreds of thousands.
const FROM_LEAVES = `FROM audit_leaf AS leaf
    LEFT JOIN LATERAL (SELECT leaf_hash FROM audit_event WHERE id = leaf.event_id OFFSET 0) AS event ON true
  WHERE leaf.index >= $1 AND leaf.index < $2 ORDER BY leaf.index`;

const LEAVES_TOGETHER = `SELECT count(*)::integer AS leaves, min(index) AS first, max(index) AS last,
    bool_and(event_hash IS NOT DISTINCT FROM leaf_hash) AS are_of_events, string_agg(leaf_hash, '' ORDER BY index) AS hashes
  FROM (SELECT leaf.index, leaf.leaf_hash, event.leaf_hash AS event_hash ${FROM_LEAVES}) AS leaf`;

const LEAVES = `SELECT leaf.index, leaf.event_id, encode(leaf.leaf_hash, 'hex') AS leaf_hash,
    encode(event.leaf_hash, 'hex') AS event_hash ${FROM_LEAVES}`;

async function stateOf(reading: Reading): Promise<Omit<CheckedTree, 'root'>> {
  const rows: { size: string; txid: string; id: string }[] = await reading.query(
    'SELECT size, cursor_txid AS txid, cursor_id AS id FROM audit_tree',
  );
  const [row] = rows;
  if (row === undefined || rows.length > 1) throw new Difference('the log', 'has no state row');
  return { size: Number(row.size), cursor: { txid: row.txid, id: row.id } };
}

/** @throws Difference when it is not the next one, or not of its event */
function hashOf(row: LeafRow, expectedIndex: number): Buffer {
  const place = `leaf ${expectedIndex}`;
  if (Number(row.index) !== expectedIndex) throw new Difference(place, `is missing: the next one is ${row.index}`);
  if (row.event_hash === null) throw new Difference(place, `its event ${row.event_id} is missing`);
  if (row.event_hash !== row.leaf_hash) {
    throw new Difference(place, `its event ${row.event_id} has another hash than when it was put into the log`);
  }
  return Buffer.from(row.leaf_hash, 'hex');
}

function compareRoots(tree: CompactTree, waiting: HeldRoot[]): void {
  for (let [held] = waiting; held !== undefined && held.size <= tree.size; [held] = waiting) {
    waiting.shift();
    if (held.size === tree.size) compareRoot(tree, held);
  }
}

/** @throws Difference when a tree of the size that somebody holds a root of has another one */
export function compareRoot(tree: CompactTree, { holder, size, root }: HeldRoot): void {
  const found = tree.root();
  if (found.equals(root)) return;
  throw new Difference(
    holder,
    `promises root ${root.toString('base64')} for ${size} events, the log has ${found.toString('base64')}`,
  );
}

async function compareNodes(reading: Reading, nodes: ReadonlyMap<string, Buffer>): Promise<void> {
  if (nodes.size === 0) return;
  const places = [...nodes.keys()].map((name) => name.split('/').map(Number));
  const rows: { level: number; index: string; hash: Buffer }[] = await reading.query(
    `SELECT level, index, hash FROM audit_node
    WHERE (level, index) IN (SELECT * FROM unnest($1::smallint[], $2::bigint[]))`,
    [places.map(([level]) => level), places.map(([, index]) => index)],
  );
  const stored = new Map(rows.map((row) => [`${row.level}/${row.index}`, row.hash]));
  for (const [name, expected] of nodes) {
    const hash = stored.get(name);
    if (hash === undefined) throw new Difference(`subtree ${name} of the log`, 'is missing');
    if (!hash.equals(expected))
      throw new Difference(`subtree ${name} of the log`, 'has another hash than its leaves make');
  }
}

async function refuseExtraRows(reading: Reading, size: number): Promise<void> {
  const leaves: { index: string }[] = await reading.query(
    'SELECT index FROM audit_leaf WHERE index < 0 OR index >= $1 ORDER BY index LIMIT 1',
    [size],
  );
  if (leaves[0] !== undefined) throw new Difference(`leaf ${leaves[0].index}`, `is beyond the log of ${size} leaves`);
  const nodes: { level: number; index: string }[] = await reading.query(
    `SELECT level, index FROM audit_node WHERE (index + 1) * (${TILE_WIDTH}::numeric ^ level) > $1 LIMIT 1`,
    [size],
  );
  if (nodes[0] !== undefined) {
    throw new Difference(`subtree ${nodes[0].level}/${nodes[0].index} of the log`, `is beyond its ${size} leaves`);
  }
}
