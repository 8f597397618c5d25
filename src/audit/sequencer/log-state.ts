import type { Reading } from '../../database/transaction.js';

/** Where the log over all events stands. */
export interface LogState {
  /** Leaves in the tree. */
  readonly size: number;
  /** Events that have no leaf yet, counted up to `countedAtMost`. */
  readonly waiting: number;
  /** When the oldest of them happened; null when none waits. */
  readonly waitingSince: Date | null;
}

export const countedAtMost = 10_000;

/** Reads the state of the log with a query whose cost does not grow with the trail: the order keeps it to the index, see `hasWork`. */
export async function readLogState(reading: Reading): Promise<LogState> {
  const rows: { size: string; waiting: string; since: Date | null }[] = await reading.query(
    `SELECT tree.size, count(late.occurred_at) AS waiting, min(late.occurred_at) AS since
      FROM audit_tree AS tree LEFT JOIN LATERAL (
        SELECT event.occurred_at FROM audit_event AS event
        WHERE (event.txid, event.id) > (tree.cursor_txid, tree.cursor_id)
          AND NOT EXISTS (SELECT 1 FROM audit_leaf AS leaf WHERE leaf.event_id = event.id)
        ORDER BY event.txid, event.id
        LIMIT ${countedAtMost}
      ) AS late ON true
      GROUP BY tree.size`,
  );
  const row = rows[0];
  return { size: Number(row?.size ?? 0), waiting: Number(row?.waiting ?? 0), waitingSince: row?.since ?? null };
}
