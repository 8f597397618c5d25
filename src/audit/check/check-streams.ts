import type { Reading } from '../../database/transaction.js';
import { envelopeStreamId, streamName } from '../format/stream.js';
import { type Before, type CheckedEvent, type CheckedRow, compareEvent } from './compare-event.js';
import { Difference, type Progress } from './difference.js';
import { pagesAhead } from './pages-ahead.js';

const PAGE = 2000;
const FIRST = '00000000-0000-0000-0000-000000000000';

interface StreamRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly envelope_id: string | null;
  readonly event_count: string;
  /** Hex. */
  readonly head: string | null;
}

/** Told of each page of events that was found in order, for further checks of the same events. */
type PageChecked = (events: readonly CheckedEvent[]) => Promise<void>;

/**
 * Checks every event against its stream, row by row: numbers without gaps, each chained to the one before, each as its hash and
 * its columns say, and each stream ending where its head says.
 * @throws Difference the first one
 */
export async function checkStreams(reading: Reading, progress: Progress, pageChecked: PageChecked): Promise<number> {
  const total = await countOf(reading);
  let done = 0;
  let before: Before | null = null;
  const heads = new HeadCursor(reading);
  const pages = pagesAhead<CheckedRow>(PAGE, (last) =>
    reading.query(EVENTS, [last?.stream_id ?? FIRST, last?.sequence ?? 0]),
  );
  for await (const rows of pages) {
    const checked: CheckedEvent[] = [];
    for (const row of rows) {
      if (before !== null && before.streamId !== row.stream_id) await heads.closes(before);
      checked.push(compareEvent(row, before));
      before = { streamId: row.stream_id, sequence: Number(row.sequence), leafHash: row.leaf_hash };
    }
    await pageChecked(checked);
    done += rows.length;
    progress('events', done, total);
  }
  if (before !== null) await heads.closes(before);
  await heads.ends();
  return done;
}

const EVENTS = `SELECT id, tenant_id, stream_id, sequence, type, occurred_at, actor_type, actor_id, leaf,
    encode(leaf_hash, 'hex') AS leaf_hash
  FROM audit_event WHERE (stream_id, sequence) > ($1, $2) ORDER BY stream_id, sequence LIMIT ${PAGE}`;

async function countOf(reading: Reading): Promise<number> {
  const rows: { count: string }[] = await reading.query(
    'SELECT coalesce(sum(event_count), 0) AS count FROM audit_stream',
  );
  return Number(rows[0]?.count ?? 0);
}

/** Goes through the heads beside the events: both are in the order of stream ids. */
class HeadCursor {
  private readonly heads: AsyncGenerator<StreamRow, void>;

  constructor(reading: Reading) {
    this.heads = headsWithEvents(reading);
  }

  /** Compares the end of a stream with its head. */
  async closes(end: Before): Promise<void> {
    const head = await this.next();
    if (head === null || head.id > end.streamId) {
      throw new Difference(`stream ${end.streamId}`, 'has events and no head row');
    }
    if (head.id < end.streamId) throw lostStream(head);
    const count = Number(head.event_count);
    if (count !== end.sequence || head.head !== end.leafHash) {
      throw new Difference(
        nameOf(head),
        `its head says ${count} events ending with ${head.head ?? 'none'}, ` +
          `the rows are ${end.sequence} ending with ${end.leafHash}`,
      );
    }
  }

  /** Every head that is left must be of a stream without events. */
  async ends(): Promise<void> {
    const head = await this.next();
    if (head !== null) throw lostStream(head);
  }

  private async next(): Promise<StreamRow | null> {
    return (await this.heads.next()).value ?? null;
  }
}

/** The heads that claim to have events. @throws Difference for one that is not of the envelope that it names */
async function* headsWithEvents(reading: Reading): AsyncGenerator<StreamRow, void> {
  for await (const page of pagesAhead<StreamRow>(PAGE, (last) => reading.query(HEADS, [last?.id ?? FIRST]))) {
    for (const head of page) {
      compareName(head);
      if (Number(head.event_count) > 0) yield head;
    }
  }
}

const HEADS = `SELECT id, tenant_id, envelope_id, event_count, encode(head, 'hex') AS head
  FROM audit_stream WHERE id > $1 ORDER BY id LIMIT ${PAGE}`;

function compareName(head: StreamRow): void {
  const { id, tenant_id, envelope_id } = head;
  if (envelope_id === null) {
    // The name that its events carry follows from its id: only an envelope's would need the envelope beside it.
    if (streamName(id, tenant_id).startsWith('envelope:')) throw new Difference(nameOf(head), 'names no envelope');
    return;
  }
  const expected = envelopeStreamId(tenant_id, envelope_id);
  if (id !== expected) throw new Difference(nameOf(head), `is not the stream of that envelope, which is ${expected}`);
}

function lostStream(head: StreamRow): Difference {
  return new Difference(nameOf(head), `its head says ${head.event_count} events, there are none`);
}

function nameOf(head: StreamRow): string {
  if (head.envelope_id !== null) return `stream ${head.id} (envelope ${JSON.stringify(head.envelope_id)})`;
  return head.id === head.tenant_id
    ? `stream of tenant ${head.tenant_id}`
    : `stream ${streamName(head.id, head.tenant_id)} of tenant ${head.tenant_id}`;
}
