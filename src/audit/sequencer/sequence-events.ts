import type { Transaction } from '../../database/transaction.js';
import { CompactTree } from '../log/compact-tree.js';
import { perfectSubtrees } from '../log/subtree.js';
import { TiledTree } from '../log/tiled-tree.js';
import { TILE_HEIGHT } from '../log/tiles.js';
import { becomeLeader, type Cursor, FIRST_ID, type LeaderState, storeState } from './leader-state.js';
import { readTile } from './tree.store.js';

/** Events that get their leaf index in one transaction: a login that waits for the only connection does not wait long. */
const BATCH = 1000;

interface Sequenced {
  /** How many events got a leaf index. */
  readonly appended: number;
  readonly size: number;
  /** There may be more to do at once. */
  readonly more: boolean;
}

interface LeafRow {
  readonly index: string;
  readonly event_id: string;
  readonly leaf_hash: Buffer;
}

interface NodeRow {
  readonly level: number;
  readonly index: number;
  readonly hash: Buffer;
}

/**
 * Gives the next events their leaf indexes, in `(txid, id)` order. Only events of transactions that ended before every running
 * one are taken, so that no event can commit later and belong before them.
 * @returns null when another leader is at work
 */
export async function sequenceEvents(transaction: Transaction): Promise<Sequenced | null> {
  const state = await becomeLeader(transaction);
  if (state === null) return null;
  if (state.halted) return { appended: 0, size: state.size, more: false };
  const leaves = await appendLeaves(transaction, state);
  await appendNodes(transaction, state.size, leaves);
  const full = !state.restored && leaves.length === BATCH;
  const cursor = full ? await positionOf(transaction, leaves) : { txid: state.horizon, id: FIRST_ID };
  const size = state.size + leaves.length;
  // Also when nothing was appended: after a restore the cursor passes events that have their leaf already.
  await storeState(transaction, state.size, size, cursor);
  return { appended: leaves.length, size, more: full };
}

async function appendLeaves(transaction: Transaction, state: LeaderState): Promise<readonly LeafRow[]> {
  // After a restore the ids of old transactions say nothing about running ones: those that this server has not given out yet
  // are old too, and all that have no leaf are taken at once.
  const due = state.restored
    ? '(event.txid < $1 OR event.txid >= $2)'
    : 'event.txid < $1 AND (event.txid, event.id) > ($2, $3)';
  const parameters = state.restored ? [state.horizon, state.next] : [state.horizon, state.cursor.txid, state.cursor.id];
  const rows: LeafRow[] = await transaction.query(
    `INSERT INTO audit_leaf (index, event_id, leaf_hash)
    SELECT ${state.size} + row_number() OVER (ORDER BY txid, id) - 1, id, leaf_hash
    FROM (
      SELECT event.txid, event.id, event.leaf_hash FROM audit_event AS event
      WHERE ${due} AND NOT EXISTS (SELECT 1 FROM audit_leaf AS leaf WHERE leaf.event_id = event.id)
      ORDER BY event.txid, event.id LIMIT ${state.restored ? 'ALL' : BATCH}
    ) AS due
    RETURNING index, event_id, leaf_hash`,
    parameters,
  );
  return rows.toSorted((one, other) => Number(one.index) - Number(other.index));
}

async function appendNodes(transaction: Transaction, size: number, leaves: readonly LeafRow[]): Promise<void> {
  if (leaves.length === 0) return;
  const tree = new TiledTree(size, (level, index, width) => readTile(transaction, level, index, width));
  const subtrees = await tree.nodeHashes(perfectSubtrees({ begin: 0, end: size }));
  const compact = new CompactTree(size, subtrees);
  const nodes: NodeRow[] = [];
  for (const leaf of leaves) {
    compact.append(leaf.leaf_hash, ({ level, index }, hash) => {
      if (level > 0 && level % TILE_HEIGHT === 0) nodes.push({ level: level / TILE_HEIGHT, index, hash });
    });
  }
  if (nodes.length === 0) return;
  await transaction.query(
    `INSERT INTO audit_node (level, index, hash) SELECT * FROM unnest($1::smallint[], $2::bigint[], $3::bytea[])`,
    [nodes.map((node) => node.level), nodes.map((node) => node.index), nodes.map((node) => node.hash)],
  );
}

async function positionOf(transaction: Transaction, leaves: readonly LeafRow[]): Promise<Cursor> {
  const id = leaves.at(-1)?.event_id ?? FIRST_ID;
  const rows: Cursor[] = await transaction.query('SELECT txid, id FROM audit_event WHERE id = $1', [id]);
  if (rows[0] === undefined) throw new Error(`The event ${id} was sequenced and is not there`);
  return rows[0];
}
