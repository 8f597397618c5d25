import type { Reading } from '../../database/transaction.js';
import type { Cursor } from '../sequencer/leader-state.js';
import { sizeOfTree } from '../sequencer/tree.store.js';
import { compareName, nameOf, type PageChecked, type StreamRow } from './check-streams.js';
import { type Before, type CheckedEvent, type CheckedRow, compareEvent, placeOf } from './compare-event.js';
import { Difference, type Progress } from './difference.js';
import { pagesAhead } from './pages-ahead.js';

const PAGE = 2000;

/** An event with what stands beside it in its stream. */
interface NewEventRow extends CheckedRow {
  readonly index: string | null;
  readonly txid: string;
  /** Leaf hash of the event with the number before, hex. */
  readonly previous: string | null;
  readonly is_followed: boolean;
  readonly envelope_id: string | null;
  readonly event_count: string | null;
  readonly head: string | null;
}

const COLUMNS = `event.id, event.tenant_id, event.stream_id, event.sequence, event.type, (event.occurred_at AT TIME ZONE 'UTC')::text AS occurred_at, event.actor_type,
  event.actor_id, event.leaf, encode(event.leaf_hash, 'hex') AS leaf_hash, event.txid,
  encode(before.leaf_hash, 'hex') AS previous, after.id IS NOT NULL AS is_followed,
  stream.envelope_id, stream.event_count, encode(stream.head, 'hex') AS head`;

const BESIDE = `LEFT JOIN audit_event AS before ON before.stream_id = event.stream_id AND before.sequence = event.sequence - 1
  LEFT JOIN audit_event AS after ON after.stream_id = event.stream_id AND after.sequence = event.sequence + 1
  LEFT JOIN audit_stream AS stream ON stream.id = event.stream_id`;

const IN_LOG = `SELECT leaf.index, ${COLUMNS} FROM audit_leaf AS leaf JOIN audit_event AS event ON event.id = leaf.event_id ${BESIDE}
  WHERE leaf.index > $1 ORDER BY leaf.index LIMIT ${PAGE}`;

const WAITING = `SELECT NULL AS index, ${COLUMNS} FROM audit_event AS event ${BESIDE}
  WHERE (event.txid, event.id) > ($1, $2) AND NOT EXISTS (SELECT 1 FROM audit_leaf AS leaf WHERE leaf.event_id = event.id)
  ORDER BY event.txid, event.id LIMIT ${PAGE}`;

/**
 * Checks the events from one leaf on, and those that wait for theirs: each as its hash and its columns say, each chained to the one
 * before it in its stream, and the last one of a stream as its head says. An event that was there before is believed to be as it was.
 * @param begin the first leaf
 * @param cursor no event before it is looked for among those that wait
 * @returns how many events were checked
 * @throws Difference the first one
 */
export async function checkNewEvents(
  reading: Reading,
  begin: number,
  cursor: Cursor,
  progress: Progress,
  pageChecked: PageChecked,
): Promise<number> {
  const total = (await sizeOfTree(reading)) - begin;
  let done = 0;
  const check = async (pages: AsyncGenerator<readonly NewEventRow[], void>): Promise<void> => {
    for await (const rows of pages) {
      await pageChecked(rows.map(checkEvent));
      done += rows.length;
      progress('new events', Math.min(done, total), total);
    }
  };
  await check(pagesAhead(PAGE, (last) => reading.query(IN_LOG, [last?.index ?? begin - 1])));
  await check(pagesAhead(PAGE, (last) => reading.query(WAITING, [last?.txid ?? cursor.txid, last?.id ?? cursor.id])));
  return done;
}

function checkEvent(row: NewEventRow): CheckedEvent {
  const sequence = Number(row.sequence);
  if (sequence > 1 && row.previous === null)
    throw new Difference(placeOf(row), `the stream lacks sequence ${sequence - 1}`);
  const before: Before | null =
    row.previous === null ? null : { streamId: row.stream_id, sequence: sequence - 1, leafHash: row.previous };
  const checked = compareEvent(row, before);
  compareHead(row, sequence);
  return checked;
}

/** A head that is of a later event is compared when that is reached. */
function compareHead(row: NewEventRow, sequence: number): void {
  const { stream_id: id, tenant_id, envelope_id, event_count, head } = row;
  if (event_count === null) throw new Difference(`stream ${id}`, 'has events and no head row');
  const stream: StreamRow = { id, tenant_id, envelope_id, event_count, head };
  compareName(stream);
  const count = Number(event_count);
  const isLast = count === sequence;
  if (count < sequence || (isLast && (head !== row.leaf_hash || row.is_followed))) {
    throw new Difference(
      nameOf(stream),
      `its head says ${count} events ending with ${head ?? 'none'}, the rows go to ${sequence} with ${row.leaf_hash}`,
    );
  }
  if (!isLast && !row.is_followed) throw new Difference(placeOf(row), `the stream lacks sequence ${sequence + 1}`);
}
