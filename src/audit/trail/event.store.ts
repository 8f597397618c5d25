import { Injectable } from '@nestjs/common';
import type { Reading } from '../../database/transaction.js';
import type { AuditEventType } from '../audit-event-type.js';
import type { EventFilter, EventPosition } from './event-filter.js';
import type { StoredEvent, StoredStream } from './stored-event.js';

interface EventRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly stream_id: string;
  readonly envelope_id: string | null;
  readonly sequence: string;
  readonly occurred_at: Date;
  readonly leaf: string;
  readonly leaf_hash: Buffer;
}

interface StreamRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly envelope_id: string | null;
  readonly event_count: string;
  readonly head: Buffer | null;
}

/** Recorded because somebody read. */
const READINGS: readonly AuditEventType[] = ['trail.read', 'trail.exported', 'personal_data.disclosed'];

/** Events per query while a whole stream is read: enough to be fast, few enough to stay small. */
const PAGE = 200;

const PAGE_OF_STREAM = `SELECT event.*, stream.envelope_id FROM audit_event AS event
  JOIN audit_stream AS stream ON stream.id = stream_id
  WHERE stream_id = $1 AND sequence > $2 AND sequence <= $3 ORDER BY sequence LIMIT ${PAGE}`;

/** Reads what has been recorded. Events never change, so a stream can be read page by page without a transaction. */
@Injectable()
export class EventStore {
  /** One event more than `limit`, where there are more. */
  async list(
    reading: Reading,
    tenantId: string,
    filter: EventFilter,
    after: EventPosition | null,
    limit: number,
  ): Promise<StoredEvent[]> {
    const { sql, parameters } = eventQuery(tenantId, filter, after, limit + 1);
    const rows: EventRow[] = await reading.query(sql, parameters);
    return rows.map(fromRow);
  }

  /** Whether somebody has done anything in a tenant since a time, but reading. */
  async hasActedSince(reading: Reading, tenantId: string, actorId: string, since: Date): Promise<boolean> {
    const rows: { acted: boolean }[] = await reading.query(
      `SELECT EXISTS (SELECT 1 FROM audit_event
         WHERE tenant_id = $1 AND actor_id = $2 AND occurred_at > $3 AND type <> ALL($4)) AS acted`,
      [tenantId, actorId, since, READINGS],
    );
    return rows[0]?.acted === true;
  }

  /** A stream of this tenant, or null when there is none or nothing has been recorded in it. */
  async findStream(reading: Reading, tenantId: string, streamId: string): Promise<StoredStream | null> {
    const rows: StreamRow[] = await reading.query(
      `SELECT id, tenant_id, envelope_id, event_count, head FROM audit_stream
      WHERE id = $1 AND tenant_id = $2 AND event_count > 0`,
      [streamId, tenantId],
    );
    const [row] = rows;
    if (row === undefined) return null;
    const { id, tenant_id, envelope_id, event_count, head } = row;
    return { id, tenantId: tenant_id, envelopeId: envelope_id, count: Number(event_count), head };
  }

  /** The events of a stream up to a sequence, in pages; what a copy does not have yet comes from the primary. */
  async *pages(reading: Reading, streamId: string, last: number): AsyncGenerator<readonly StoredEvent[]> {
    let from: Pick<Reading, 'query'> = reading;
    for (let after = 0; after < last; ) {
      const rows: EventRow[] = await from.query(PAGE_OF_STREAM, [streamId, after, last]);
      const end = rows.at(-1);
      if (end === undefined) {
        if (reading.present === undefined || from === reading.present) return;
        from = reading.present;
        continue;
      }
      yield rows.map(fromRow);
      after = Number(end.sequence);
    }
  }
}

function fromRow(row: EventRow): StoredEvent {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    streamId: row.stream_id,
    envelopeId: row.envelope_id,
    sequence: Number(row.sequence),
    occurredAt: row.occurred_at,
    leaf: row.leaf,
    leafHash: row.leaf_hash,
  };
}

/**
 * The query for one page of events, oldest first. Each filter alone is answered from an index in the order of the page, so that
 * its time does not grow with the trail; further filters are applied to what the first one finds.
 */
function eventQuery(
  tenantId: string,
  filter: EventFilter,
  after: EventPosition | null,
  limit: number,
): { readonly sql: string; readonly parameters: unknown[] } {
  const parameters: unknown[] = [];
  const place = (value: unknown): string => `$${parameters.push(value)}`;
  const conditions = [`event.tenant_id = ${place(tenantId)}`];
  if (filter.streamId !== undefined) conditions.push(`stream_id = ${place(filter.streamId)}`);
  if (filter.type !== undefined) conditions.push(`type = ${place(filter.type)}`);
  if (filter.actorId !== undefined) conditions.push(`actor_id = ${place(filter.actorId)}`);
  if (filter.actorType !== undefined) conditions.push(`actor_type = ${place(filter.actorType)}`);
  if (filter.from !== undefined) conditions.push(`occurred_at >= ${place(filter.from)}`);
  if (filter.to !== undefined) conditions.push(`occurred_at < ${place(filter.to)}`);
  const [beyond, direction] = filter.isNewestFirst ? ['<', 'DESC'] : ['>', 'ASC'];
  if (after !== null) {
    conditions.push(
      'sequence' in after
        ? `sequence ${beyond} ${place(after.sequence)}`
        : `(occurred_at, event.id) ${beyond} (${place(after.occurredAt)}, ${place(after.id)})`,
    );
  }
  const order =
    filter.streamId === undefined ? `occurred_at ${direction}, event.id ${direction}` : `sequence ${direction}`;
  return {
    sql: `SELECT event.*, stream.envelope_id FROM audit_event AS event JOIN audit_stream AS stream ON stream.id = stream_id
      WHERE ${conditions.join(' AND ')} ORDER BY ${order} LIMIT ${place(limit)}`,
    parameters,
  };
}
