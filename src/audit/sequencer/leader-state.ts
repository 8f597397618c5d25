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
  /**
   * Nothing is to be added: a checkpoint that an instance has served is not kept by this database, or another server has taken over so
   * lately that such an instance may not have told yet.
   */
  readonly halted: boolean;
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
  readonly taken_over: boolean;
  readonly halted: boolean;
}

/** SQL: the timeline of the server, which grows by one whenever another server takes over. */
const TIMELINE = 'substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)';

/** How long instances have, after another server has taken over, to tell what they have promised. */
const TIME_TO_TELL = `interval '15 seconds'`;

/** Becomes the leader for this transaction; null when another one is. */
export async function becomeLeader(transaction: Transaction): Promise<LeaderState | null> {
  const rows: StateRow[] = await transaction.query(
    `SELECT size, cursor_txid, cursor_id,
      pg_snapshot_xmin(pg_current_snapshot()) AS horizon, pg_snapshot_xmax(pg_current_snapshot()) AS next,
      cursor_txid > pg_snapshot_xmax(pg_current_snapshot())
        OR system_identifier IS DISTINCT FROM (SELECT system_identifier::text FROM pg_control_system()) AS restored,
      timeline IS NOT NULL AND timeline <> ${TIMELINE} AS taken_over,
      coalesce(taken_over_at > clock_timestamp() - ${TIME_TO_TELL}, false) OR EXISTS (
        SELECT 1 FROM audit_promise WHERE origin_number = (SELECT max(number) FROM audit_origin)) AS halted
    FROM audit_tree FOR UPDATE SKIP LOCKED`,
  );
  const [row] = rows;
  if (row === undefined) return null;
  if (row.taken_over)
    await transaction.query(`UPDATE audit_tree SET timeline = ${TIMELINE}, taken_over_at = clock_timestamp()`);
  return {
    halted: row.halted || row.taken_over,
    size: Number(row.size),
    cursor: { txid: row.cursor_txid, id: row.cursor_id },
    horizon: row.horizon,
    next: row.next,
    restored: row.restored,
  };
}

/** SQL of `hasWork`, for a row of `audit_tree`. */
export const HAS_WORK = `(system_identifier IS NULL OR cursor_txid > pg_snapshot_xmax(pg_current_snapshot()) OR (
      SELECT id FROM audit_event
      WHERE (txid, id) > (cursor_txid, cursor_id) AND txid < pg_snapshot_xmin(pg_current_snapshot())
      ORDER BY txid, id LIMIT 1) IS NOT NULL)`;

/**
 * Whether there is anything for a leader to do. Asks without a transaction, so that an idle service writes nothing. Ordered, because the
 * planner takes a third of all events for later than the cursor, and would look for the first of them through the whole table: in
 * vain where the service is idle, which is every time. `EXISTS` would drop the order.
 */
export async function hasWork(reading: Reading): Promise<boolean> {
  const rows: { work: boolean }[] = await reading.query(`SELECT ${HAS_WORK} AS work FROM audit_tree`);
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
    `UPDATE audit_tree SET size = $2, cursor_txid = $3, cursor_id = $4, timeline = ${TIMELINE},
      system_identifier = (SELECT system_identifier::text FROM pg_control_system())
    WHERE size = $1`,
    [seenSize, size, cursor.txid, cursor.id],
  );
  if (!Array.isArray(updated) || updated[1] !== 1) {
    throw new Error(`The tree is no longer of ${seenSize} leaves: another leader went on`);
  }
}
