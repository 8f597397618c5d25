import { Injectable } from '@nestjs/common';
import { Clock } from '../../config/clock.js';
import type { Lookups, Transaction } from '../../database/transaction.js';
import { writeTogether } from '../../database/write-together.js';
import type { DataKey } from '../../secrets/data-key.js';
import { DataKeys } from '../../secrets/data-keys.js';
import { randomOf } from '../../secrets/random.js';
import { nextEventId } from '../format/event-id.js';
import { isEnvelopeStreamId } from '../format/stream.js';
import {
  type AuditEventInput,
  AuditRecorder,
  type PreparedEvents,
  type RecordedCount,
  type RecordedEvent,
} from '../recording.js';
import type { StreamHead } from '../stream-head.js';
import { type PreparedEvent, prepareEvent } from './prepare-event.js';
import { disclosureContext, evidenceContext } from './seal-contexts.js';
import { writeDisclosures, writeEvidence } from './sealable.js';
import { lockStreamHeads, type NamedStream, readStreamHeads } from './stream-heads.js';
import { type RowsToWrite, writesOfEvents } from './write-events.js';

/** Records into PostgreSQL. */
@Injectable()
export class DatabaseAuditRecorder extends AuditRecorder {
  private readonly tally = new EventTally();
  private readonly heard: (() => void)[] = [];
  private lastEventId = { milliseconds: 0, counter: 0 };

  constructor(
    private readonly dataKeys: DataKeys,
    private readonly clock: Clock,
  ) {
    super();
  }

  async record(transaction: Transaction, events: readonly AuditEventInput[]): Promise<readonly RecordedEvent[]> {
    const [first] = events;
    if (first === undefined) return [];
    const heads = await lockStreamHeads(transaction, streamsOf(events));
    const { writes, recorded } = await this.prepareAt(transaction, heads, events);
    await writeTogether(transaction, writes, streamIdOf(first));
    return recorded;
  }

  async prepare(
    reading: Lookups,
    known: readonly StreamHead[],
    events: readonly AuditEventInput[],
  ): Promise<PreparedEvents> {
    const heads = new Map(known.map((head) => [head.id, head]));
    const unknown = streamsOf(events).filter(({ id }) => !heads.has(id));
    for (const [id, head] of await readStreamHeads(reading, unknown)) heads.set(id, head);
    return this.prepareAt(reading, heads, events);
  }

  counts(): readonly RecordedCount[] {
    return this.tally.read();
  }

  onRecorded(hear: () => void): void {
    this.heard.push(hear);
  }

  private async prepareAt(
    reading: Lookups,
    heads: ReadonlyMap<string, StreamHead>,
    events: readonly AuditEventInput[],
  ): Promise<PreparedEvents> {
    const moved = new Map<string, StreamHead>();
    const prepared = events.map((event) => this.place(event, heads, moved));
    const [first, ...others] = writesOfEvents(await this.toRows(reading, prepared, heads, moved));
    const written = (): void => {
      for (const event of events) this.tally.add(event);
      for (const hear of this.heard) hear();
    };
    return {
      writes: first === undefined ? [] : [{ ...first, written }, ...others],
      recorded: prepared.map(({ id, sequence, leaf }) => ({ id, sequence, leafHash: leaf.hash.toString('hex') })),
      heads: [...moved.values()].map((head) => ({ ...head, stored: true })),
    };
  }

  private place(
    event: AuditEventInput,
    heads: ReadonlyMap<string, StreamHead>,
    moved: Map<string, StreamHead>,
  ): PreparedEvent {
    const streamId = streamIdOf(event);
    const head = moved.get(streamId) ?? heads.get(streamId);
    if (head === undefined) throw new Error(`Where the stream ${streamId} stands is not known`);
    const prepared = prepareEvent(event, {
      id: this.nextId(),
      streamId,
      sequence: head.count + 1,
      previous: head.hash,
      random: randomOf,
    });
    moved.set(streamId, { ...head, count: prepared.sequence, hash: prepared.leaf.hash });
    return prepared;
  }

  private nextId(): string {
    const next = nextEventId(this.lastEventId, this.clock.now().getTime(), randomOf(8));
    this.lastEventId = next.state;
    return next.id;
  }

  private async toRows(
    reading: Lookups,
    prepared: readonly PreparedEvent[],
    heads: ReadonlyMap<string, StreamHead>,
    moved: ReadonlyMap<string, StreamHead>,
  ): Promise<RowsToWrite> {
    const sealed = { disclosures: [], evidence: [] } as {
      disclosures: RowsToWrite['disclosures'][number][];
      evidence: RowsToWrite['evidence'][number][];
    };
    for (const event of prepared) {
      if (event.disclosures === null && event.evidence.length === 0) continue;
      const key = await this.keyOf(reading, event.input);
      if (key === null) continue;
      const row = { tenantId: event.input.tenantId, eventId: event.id, dataKeyId: key.id };
      if (event.disclosures !== null) {
        const context = disclosureContext(row.tenantId, event.id);
        sealed.disclosures.push({ ...row, sealed: key.seal(writeDisclosures(event.disclosures), context) });
      }
      for (const { name, kept } of event.evidence) {
        const context = evidenceContext(row.tenantId, event.id, name);
        sealed.evidence.push({ ...row, name, sealed: key.seal(writeEvidence(kept), context) });
      }
    }
    const movedHeads = [...moved].flatMap(([id, to]) => {
      const from = heads.get(id);
      return from === undefined ? [] : [{ from, to }];
    });
    return { heads: movedHeads, events: prepared.map(eventRow), ...sealed };
  }

  /** Null when the person has been erased: the digests stay, nothing opens them. */
  private async keyOf(reading: Lookups, event: AuditEventInput): Promise<DataKey | null> {
    if (event.dataKeyId === undefined) return null;
    return this.dataKeys.find(reading, event.tenantId, event.dataKeyId);
  }
}

function streamIdOf(event: AuditEventInput): string {
  if (event.stream === 'tenant') return event.tenantId;
  const [id, isEnvelope] = 'userId' in event.stream ? [event.stream.userId, false] : [event.stream.envelopeId, true];
  if (isEnvelopeStreamId(id) !== isEnvelope)
    throw new Error(
      `${id} cannot be the stream of ${isEnvelope ? 'an envelope' : 'a user'}: its name would say otherwise`,
    );
  return id;
}

function streamsOf(events: readonly AuditEventInput[]): NamedStream[] {
  const streams = new Map(events.map((event) => [streamIdOf(event), event.tenantId]));
  return [...streams].map(([id, tenantId]) => ({ id, tenantId }));
}

function eventRow({ id, streamId, sequence, input, leaf }: PreparedEvent): RowsToWrite['events'][number] {
  return {
    id,
    tenantId: input.tenantId,
    streamId,
    sequence,
    type: input.type,
    occurredAt: input.occurredAt.toISOString(),
    actorType: input.actor.type,
    actorId: input.actor.id,
    leaf: leaf.text,
    leafHash: leaf.hash,
  };
}

/** Counts what is recorded, for metrics: by type, and by error code where an event says why something failed. */
class EventTally {
  private readonly counts = new Map<string, { readonly counted: Omit<RecordedCount, 'count'>; count: number }>();

  add({ type, data }: AuditEventInput): void {
    const code = typeof data['code'] === 'string' ? data['code'] : null;
    const key = `${type} ${code ?? ''}`;
    const present = this.counts.get(key);
    if (present === undefined) this.counts.set(key, { counted: { type, code }, count: 1 });
    else present.count += 1;
  }

  read(): readonly RecordedCount[] {
    return [...this.counts.values()].map(({ counted, count }) => ({ ...counted, count }));
  }
}
