import type { Reading } from '../../database/transaction.js';
import { type Cursor, FIRST_ID } from '../sequencer/leader-state.js';
import { Difference } from './difference.js';

/** Before every event. */
const BEGIN: Cursor = { txid: '0', id: FIRST_ID };

/**
 * Checks that no event was passed over: everything before the sequencer's cursor has a leaf.
 * @param cursor where the sequencer stands
 * @param since where the cursor stood when that was checked before
 * @returns how many events wait for their leaf
 * @throws Difference
 */
export async function checkSequenced(reading: Reading, cursor: Cursor, since: Cursor = BEGIN): Promise<number> {
  const passed: { id: string }[] = await reading.query(
    `SELECT event.id FROM audit_event AS event
    WHERE (event.txid, event.id) > ($1, $2) AND (event.txid, event.id) <= ($3, $4)
      AND NOT EXISTS (SELECT 1 FROM audit_leaf AS leaf WHERE leaf.event_id = event.id)
    ORDER BY event.txid, event.id LIMIT 1`,
    [since.txid, since.id, cursor.txid, cursor.id],
  );
  if (passed[0] !== undefined) {
    throw new Difference(
      `event ${passed[0].id}`,
      'is not in the log, though the log has gone on past it: it was put in later',
    );
  }
  const waiting: { count: string }[] = await reading.query(
    `SELECT count(*) FROM audit_event AS event
    WHERE (event.txid, event.id) > ($1, $2)
      AND NOT EXISTS (SELECT 1 FROM audit_leaf AS leaf WHERE leaf.event_id = event.id)`,
    [cursor.txid, cursor.id],
  );
  return Number(waiting[0]?.count ?? 0);
}
