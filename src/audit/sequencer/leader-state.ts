import type { Reading, Transaction } from '../../database/transaction.js';

/** Where sequencing stands, with the row locked: whoever holds it is the leader until the transaction ends. */
export interface LeaderState {
  readonly size: number;
  /** Events up to here, in `(txid, id)` order, have their leaf index. */
  readonly cursor: Cursor;
  /** Every transaction before this one has ended (`pg_snapshot_xmin`): no event can still appear among theirs. */
  readonly horizon: string;
  /** The first transaction id that has not been given out. */
  readonly next: string;
  /** Transaction ids start again after a dump and restore: the cursor means nothing then. */
  readonly restored: boolean;
}

export interface Cursor {
  readonly txid: string;
  readonly id: string;
}

/** Before every event of its transaction. */
export const FIRST_ID = '00000000-0000-0000-0000-000000000000';

interface StateRow {
  readonly size: string;
  readonly cursor_txid: string;
  readonly cursor_id: string;
  readonly horizon: string;
  readonly next: string;
  readonly restored: boolean;
}

/** Becomes the leader for this transaction; null when another one is. */
export async function becomeLeader(transaction: Transaction): Promise<LeaderState | null> {
  const rows: StateRow[] = await transaction.query(
    `SELECT size, cursor_txid, cursor_id,
      pg_snapshot_xmin(pg_current_snapshot()) AS horizon, pg_snapshot_xmax(pg_current_snapshot()) AS next,
      cursor_txid > pg_snapshot_xmax(pg_current_snapshot())
        OR system_identifier IS DISTINCT FROM (SELECT system_identifier::text FROM pg_control_system()) AS restored
    FROM audit_tree FOR UPDATE SKIP LOCKED`,
  );
  const [row] = rows;
  if (row === undefined) return null;
  return {
    size: Number(row.size),
    cursor: { txid: row.cursor_txid, id: row.cursor_id },
    horizon: row.horizon,
    next: row.next,
    restored: row.restored,
  };
}

/**
 * Whether there is anything for a leader to do. Asks without a transaction, so that an idle service writes nothing.
 */
export async function hasWork(reading: Reading): Promise<boolean> {
  const rows: { work: boolean }[] = await reading.query(
    `SELECT system_identifier IS NULL OR cursor_txid > pg_snapshot_xmax(pg_current_snapshot()) OR EXISTS (
      SELECT 1 FROM audit_event
      WHERE (txid, id) > (cursor_txid, cursor_id) AND txid < pg_snapshot_xmin(pg_current_snapshot())) AS work
    FROM audit_tree`,
  );
  return rows[0]?.work ?? false;
}

/** Stores where sequencing stands now. @throws Error when the tree is not of the size that the leader saw: it is none any more */
export async function storeState(
  transaction: Transaction,
  seenSize: number,
  size: number,
  cursor: Cursor,
): Promise<void> {
  const updated: unknown = await transaction.query(
    `UPDATE audit_tree SET size = $2, cursor_txid = $3, cursor_id = $4,
      system_identifier = (SELECT system_identifier::text FROM pg_control_system())
    WHERE size = $1`,
    [seenSize, size, cursor.txid, cursor.id],
  );
  if (!Array.isArray(updated) || updated[1] !== 1) {
    throw new Error(`The tree is no longer of ${seenSize} leaves: another leader went on`);
  }
}
