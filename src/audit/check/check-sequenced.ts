import type { Reading } from '../../database/transaction.js';
import { Difference } from './difference.js';

/**
 * Checks that no event was passed over: everything before the sequencer's cursor has a leaf.
 * @returns how many events wait for their leaf
 * @throws Difference
 */
export async function checkSequenced(reading: Reading): Promise<number> {
  const passed: { id: string }[] = await reading.query(
    `SELECT event.id FROM audit_event AS event, audit_tree
    WHERE (event.txid, event.id) <= (cursor_txid, cursor_id)
      AND NOT EXISTS (SELECT 1 FROM audit_leaf AS leaf WHERE leaf.event_id = event.id)
    ORDER BY event.txid, event.id LIMIT 1`,
  );
  if (passed[0] !== undefined) {
    throw new Difference(
      `event ${passed[0].id}`,
      'is not in the log, though the log has gone on past it: it was put in later',
    );
  }
  const waiting: { count: string }[] = await reading.query(
    `SELECT count(*) FROM audit_event AS event, audit_tree
    WHERE (event.txid, event.id) > (cursor_txid, cursor_id)
      AND NOT EXISTS (SELECT 1 FROM audit_leaf AS leaf WHERE leaf.event_id = event.id)`,
  );
  return Number(waiting[0]?.count ?? 0);
}
