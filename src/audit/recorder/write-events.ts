import type { Write } from '../../database/write-together.js';
import type { StreamHead } from '../stream-head.js';
import { RowsStatement } from './rows-statement.js';

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

const EVENTS = new RowsStatement(
  (rows) =>
    `INSERT INTO audit_event (id, tenant_id, stream_id, sequence, type, occurred_at, actor_type, actor_id, leaf, leaf_hash) VALUES ${rows}`,
);

const NEW_HEADS = new RowsStatement(
  (rows) => `INSERT INTO audit_stream (id, tenant_id, envelope_id, event_count, head) VALUES ${rows}`,
);

const MOVED_HEADS = new RowsStatement(
  (rows) => `UPDATE audit_stream AS stream SET event_count = head.event_count, head = head.hash
    FROM (VALUES ${rows}) AS head (id, seen, event_count, hash)
    WHERE stream.id = head.id AND stream.event_count = head.seen`,
  ['uuid', 'bigint', 'bigint', 'bytea'],
);

/**
 * The key of an erased person may still be in somebody's memory, on this instance or another; what it sealed is stored no more.
 * A key that is made by the same statement is not seen here yet.
 */
function unlessErased(table: string, types: Readonly<Record<string, string>>): RowsStatement {
  const names = Object.keys(types).join(', ');
  return new RowsStatement(
    (rows) => `INSERT INTO ${table} (${names})
    SELECT ${names} FROM (VALUES ${rows}) AS new (${names})
    WHERE (SELECT data_key.sealed IS NULL FROM data_key WHERE data_key.id = new.data_key_id) IS NOT TRUE`,
    Object.values(types),
  );
}

const DISCLOSURES = unlessErased('audit_disclosure', {
  tenant_id: 'uuid',
  event_id: 'uuid',
  data_key_id: 'uuid',
  sealed: 'bytea',
});

const EVIDENCE = unlessErased('audit_evidence', {
  tenant_id: 'uuid',
  event_id: 'uuid',
  name: 'text',
  data_key_id: 'uuid',
  sealed: 'bytea',
});

/** What writes the events: nothing of it when a stream does not stand any more where it was read. */
export function writesOfEvents({ heads, events, disclosures, evidence }: RowsToWrite): readonly Write[] {
  const stored = heads.filter(({ from }) => from.stored);
  return [
    ...written(
      MOVED_HEADS,
      stored.map(({ from, to }) => [to.id, from.count, to.count, to.hash]),
      stored.length,
    ),
    ...written(
      NEW_HEADS,
      heads.filter(({ from }) => !from.stored).map(({ to }) => [to.id, to.tenantId, to.envelopeId, to.count, to.hash]),
    ),
    ...written(
      EVENTS,
      events.map(({ id, tenantId, streamId, sequence, type, occurredAt, actorType, actorId, leaf, leafHash }) => [
        id,
        tenantId,
        streamId,
        sequence,
        type,
        occurredAt,
        actorType,
        actorId,
        leaf,
        leafHash,
      ]),
    ),
    ...written(
      DISCLOSURES,
      disclosures.map((row) => [row.tenantId, row.eventId, row.dataKeyId, row.sealed]),
    ),
    ...written(
      EVIDENCE,
      evidence.map((row) => [row.tenantId, row.eventId, row.name, row.dataKeyId, row.sealed]),
    ),
  ];
}

/** @param concerned see `Write` */
function written(
  statement: RowsStatement,
  rows: readonly (readonly unknown[])[],
  concerned: number | null = null,
): readonly Write[] {
  return rows.length === 0 ? [] : [{ ...statement.of(rows), rows: concerned }];
}
