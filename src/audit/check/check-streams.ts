import type { Transaction } from '../../database/transaction.js';
import { envelopeStreamId } from '../format/stream.js';
import { type Before, type CheckedRow, compareEvent } from './compare-event.js';
import { Difference, type Progress } from './difference.js';

const PAGE = 2000;
const FIRST = '00000000-0000-0000-0000-000000000000';

interface StreamRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly envelope_id: string | null;
  readonly event_count: string;
  readonly head: Buffer | null;
}

/** Told of each page of events that was found in order, for further checks of the same rows. */
export type PageChecked = (rows: readonly CheckedRow[]) => Promise<void>;

/**
 * Checks every event against its stream, row by row: numbers without gaps, each chained to the one before, each as its hash and
 * its columns say, and each stream ending where its head says.
 * @throws Difference the first one
 */
export async function checkStreams(
  reading: Transaction,
  progress: Progress,
  pageChecked: PageChecked,
): Promise<number> {
  const total = await countOf(reading);
  let done = 0;
  let before: Before | null = null;
  const heads = new HeadCursor(reading);
  for (;;) {
    const rows: CheckedRow[] = await reading.query(EVENTS, [before?.streamId ?? FIRST, before?.sequence ?? 0]);
    for (const row of rows) {
      if (before !== null && before.streamId !== row.stream_id) await heads.closes(before);
      compareEvent(row, before);
      before = { streamId: row.stream_id, sequence: Number(row.sequence), leafHash: row.leaf_hash };
    }
    await pageChecked(rows);
    done += rows.length;
    progress('events', done, total);
    if (rows.length < PAGE) break;
  }
  if (before !== null) await heads.closes(before);
  await heads.ends();
  return done;
}

const EVENTS = `SELECT id, tenant_id, stream_id, sequence, type, occurred_at, actor_type, actor_id, leaf, leaf_hash
  FROM audit_event WHERE (stream_id, sequence) > ($1, $2) ORDER BY stream_id, sequence LIMIT ${PAGE}`;

async function countOf(reading: Transaction): Promise<number> {
  const rows: { count: string }[] = await reading.query(
    'SELECT coalesce(sum(event_count), 0) AS count FROM audit_stream',
  );
  return Number(rows[0]?.count ?? 0);
}

/** Goes through the heads beside the events: both are in the order of stream ids. */
class HeadCursor {
  private page: StreamRow[] = [];
  private last = FIRST;
  private exhausted = false;

  constructor(private readonly reading: Transaction) {}

  /** Compares the end of a stream with its head. */
  async closes(end: Before): Promise<void> {
    const head = await this.next();
    if (head === null || head.id > end.streamId) {
      throw new Difference(`stream ${end.streamId}`, 'has events and no head row');
    }
    if (head.id < end.streamId) throw lostStream(head);
    const count = Number(head.event_count);
    if (count !== end.sequence || head.head?.equals(end.leafHash) !== true) {
      throw new Difference(
        nameOf(head),
        `its head says ${count} events ending with ${head.head?.toString('hex') ?? 'none'}, ` +
          `the rows are ${end.sequence} ending with ${end.leafHash.toString('hex')}`,
      );
    }
  }

  /** Every head that is left must be of a stream without events. */
  async ends(): Promise<void> {
    const head = await this.next();
    if (head !== null) throw lostStream(head);
  }

  /** The next head that claims to have events. */
  private async next(): Promise<StreamRow | null> {
    for (;;) {
      const head = this.page.shift();
      if (head !== undefined) {
        this.last = head.id;
        compareName(head);
        if (Number(head.event_count) > 0) return head;
      } else if (this.exhausted) return null;
      else await this.load();
    }
  }

  private async load(): Promise<void> {
    this.page = await this.reading.query(
      `SELECT id, tenant_id, envelope_id, event_count, head FROM audit_stream WHERE id > $1 ORDER BY id LIMIT ${PAGE}`,
      [this.last],
    );
    this.exhausted = this.page.length < PAGE;
  }
}

function compareName(head: StreamRow): void {
  const { id, tenant_id, envelope_id } = head;
  const expected = envelope_id === null ? tenant_id : envelopeStreamId(tenant_id, envelope_id);
  if (id !== expected) throw new Difference(nameOf(head), `is not the stream of that envelope, which is ${expected}`);
}

function lostStream(head: StreamRow): Difference {
  return new Difference(nameOf(head), `its head says ${head.event_count} events, there are none`);
}

function nameOf(head: StreamRow): string {
  return head.envelope_id === null
    ? `stream of tenant ${head.tenant_id}`
    : `stream ${head.id} (envelope ${JSON.stringify(head.envelope_id)})`;
}
