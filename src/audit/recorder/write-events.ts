import type { Write } from '../../database/write-together.js';
import type { StreamHead } from '../stream-head.js';
import { Statement } from './insert-statement.js';

/** A stream before and after the events that are written. */
interface MovedHead {
  readonly from: StreamHead;
  readonly to: StreamHead;
}

interface EventRow {
  readonly id: string;
  readonly tenantId: string;
  readonly streamId: string;
  readonly sequence: number;
  readonly type: string;
  readonly occurredAt: string;
  readonly actorType: string;
  readonly actorId: string;
  readonly leaf: string;
  readonly leafHash: Buffer;
}

interface SealedRow {
  readonly tenantId: string;
  readonly eventId: string;
  readonly dataKeyId: string;
  readonly sealed: Buffer;
}

export interface RowsToWrite {
  readonly heads: readonly MovedHead[];
  readonly events: readonly EventRow[];
  readonly disclosures: readonly SealedRow[];
  readonly evidence: readonly (SealedRow & { readonly name: string })[];
}

/** What writes the events: nothing of it when a stream does not stand any more where it was read. */
export function writesOfEvents({ heads, events, disclosures, evidence }: RowsToWrite): readonly Write[] {
  return [
    ...moveHeads(heads.filter(({ from }) => from.stored)),
    ...insertHeads(heads.filter(({ from }) => !from.stored)),
    ...inserted(
      'audit_event (id, tenant_id, stream_id, sequence, type, occurred_at, actor_type, actor_id, leaf, leaf_hash)',
      events.map((row) => [
        ...[row.id, row.tenantId, row.streamId, row.sequence, row.type, row.occurredAt],
        ...[row.actorType, row.actorId, row.leaf, row.leafHash],
      ]),
    ),
    ...insertedUnlessErased(
      'audit_disclosure',
      ['tenant_id', 'event_id', 'data_key_id', 'sealed'],
      ['uuid', 'uuid', 'uuid', 'bytea'],
      disclosures.map((row) => [row.tenantId, row.eventId, row.dataKeyId, row.sealed]),
    ),
    ...insertedUnlessErased(
      'audit_evidence',
      ['tenant_id', 'event_id', 'name', 'data_key_id', 'sealed'],
      ['uuid', 'uuid', 'text', 'uuid', 'bytea'],
      evidence.map((row) => [row.tenantId, row.eventId, row.name, row.dataKeyId, row.sealed]),
    ),
  ];
}

function inserted(table: string, rows: readonly (readonly unknown[])[]): readonly Write[] {
  if (rows.length === 0) return [];
  const statement = new Statement();
  const text = `INSERT INTO ${table} VALUES ${statement.rows(rows)}`;
  return [{ text, values: statement.parameters, rows: null }];
}

/**
 * The key of an erased person may still be in somebody's memory, on this instance or another; what it sealed is stored no more.
 * A key that is made by the same statement is not seen here yet.
 */
function insertedUnlessErased(
  table: string,
  columns: readonly string[],
  types: readonly string[],
  rows: readonly (readonly unknown[])[],
): readonly Write[] {
  if (rows.length === 0) return [];
  const statement = new Statement();
  const names = columns.join(', ');
  const text = `INSERT INTO ${table} (${names})
    SELECT ${names} FROM (VALUES ${statement.rows(rows, types)}) AS new (${names})
    WHERE (SELECT data_key.sealed IS NULL FROM data_key WHERE data_key.id = new.data_key_id) IS NOT TRUE`;
  return [{ text, values: statement.parameters, rows: null }];
}

function insertHeads(heads: readonly MovedHead[]): readonly Write[] {
  return inserted(
    'audit_stream (id, tenant_id, envelope_id, event_count, head)',
    heads.map(({ to }) => [to.id, to.tenantId, to.envelopeId, to.count, to.hash]),
  );
}

function moveHeads(heads: readonly MovedHead[]): readonly Write[] {
  if (heads.length === 0) return [];
  const statement = new Statement();
  const rows = statement.rows(
    heads.map(({ from, to }) => [to.id, from.count, to.count, to.hash]),
    ['uuid', 'bigint', 'bigint', 'bytea'],
  );
  const text = `UPDATE audit_stream AS stream SET event_count = head.event_count, head = head.hash
    FROM (VALUES ${rows}) AS head (id, seen, event_count, hash)
    WHERE stream.id = head.id AND stream.event_count = head.seen`;
  return [{ text, values: statement.parameters, rows: heads.length }];
}
