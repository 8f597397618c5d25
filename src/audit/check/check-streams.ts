import type { Lookups } from '../../database/transaction.js';
import { envelopeStreamId, streamName } from '../format/stream.js';
import { type Before, type CheckedEvent, type CheckedRow, compareEvent } from './compare-event.js';
import { Difference, type Progress } from './difference.js';
import { pagesAhead } from './pages-ahead.js';

/** So few that hardly anything of a page is still in use when the young generation is collected, and copied each time. */
const PAGE = 500;
/** Every stream: all ids, the first of which no stream has. */
const ALL: StreamSlice = {
  after: '00000000-0000-0000-0000-000000000000',
  upTo: 'ffffffff-ffff-ffff-ffff-ffffffffffff',
};
/** After every event of a stream. */
const LAST_SEQUENCE = '9223372036854775807';

/** Where streams are read: one snapshot. */
type Reading = Pick<Lookups, 'query'>;

/** Streams by their ids: those after one, up to another, which is included. */
export interface StreamSlice {
  readonly after: string;
  readonly upTo: string;
}

export interface StreamRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly envelope_id: string | null;
  readonly event_count: string;
  /** Hex. */
  readonly head: string | null;
}

/** Told of each page of events that was found in order, for further checks of the same events. */
export type PageChecked = (events: readonly CheckedEvent[]) => Promise<void>;

/** Divides all streams among so many, in the order of their ids; at most 256. Ids of envelopes are digests, so that each gets as much to do. */
export function streamSlices(count: number): readonly StreamSlice[] {
  const bound = (part: number): string => {
    if (part === 0) return ALL.after;
    if (part === count) return ALL.upTo;
    const first = Math.floor((part * 256) / count) - 1;
    return `${first.toString(16).padStart(2, '0')}ffffff-ffff-ffff-ffff-ffffffffffff`;
  };
  return Array.from({ length: count }, (_unused, part) => ({ after: bound(part), upTo: bound(part + 1) }));
}

/**
 * Checks every event against its stream, row by row: numbers without gaps, each chained to the one before, each as its hash and
 * its columns say, and each stream ending where its head says.
 * @param slice the streams that are checked; default: all
 * @throws Difference the first one
 */
export async function checkStreams(
  reading: Reading,
  progress: Progress,
  pageChecked: PageChecked,
  slice: StreamSlice = ALL,
): Promise<number> {
  const total = await countOf(reading, slice);
  let done = 0;
  let before: Before | null = null;
  const heads = new HeadCursor(reading, slice);
  const pages = pagesAhead<CheckedRow>(PAGE, (last) =>
    reading.query(EVENTS, [last?.stream_id ?? slice.after, last?.sequence ?? LAST_SEQUENCE, slice.upTo]),
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

const EVENTS = `SELECT id, tenant_id, stream_id, sequence, type, (occurred_at AT TIME ZONE 'UTC')::text AS occurred_at, actor_type, actor_id, leaf,
    encode(leaf_hash, 'hex') AS leaf_hash
  FROM audit_event WHERE (stream_id, sequence) > ($1, $2) AND stream_id <= $3 ORDER BY stream_id, sequence LIMIT ${PAGE}`;

async function countOf(reading: Reading, { after, upTo }: StreamSlice): Promise<number> {
  const rows: { count: string }[] = await reading.query(
    'SELECT coalesce(sum(event_count), 0) AS count FROM audit_stream WHERE id > $1 AND id <= $2',
    [after, upTo],
  );
  return Number(rows[0]?.count ?? 0);
}

/** Goes through the heads beside the events: both are in the order of stream ids. */
class HeadCursor {
  private readonly heads: AsyncGenerator<StreamRow, void>;

  constructor(reading: Reading, slice: StreamSlice) {
    this.heads = headsWithEvents(reading, slice);
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
async function* headsWithEvents(reading: Reading, slice: StreamSlice): AsyncGenerator<StreamRow, void> {
  const ask = (last: StreamRow | null): Promise<readonly StreamRow[]> =>
    reading.query(HEADS, [last?.id ?? slice.after, slice.upTo]);
  for await (const page of pagesAhead(PAGE, ask)) {
    for (const head of page) {
      compareName(head);
      if (Number(head.event_count) > 0) yield head;
    }
  }
}

const HEADS = `SELECT id, tenant_id, envelope_id, event_count, encode(head, 'hex') AS head
  FROM audit_stream WHERE id > $1 AND id <= $2 ORDER BY id LIMIT ${PAGE}`;

/** @throws Difference for a head that is not of the envelope that it names */
export function compareName(head: StreamRow): void {
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

export function nameOf(head: StreamRow): string {
  if (head.envelope_id !== null) return `stream ${head.id} (envelope ${JSON.stringify(head.envelope_id)})`;
  return head.id === head.tenant_id
    ? `stream of tenant ${head.tenant_id}`
    : `stream ${streamName(head.id, head.tenant_id)} of tenant ${head.tenant_id}`;
}
