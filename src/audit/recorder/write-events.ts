import type { Transaction } from '../../database/transaction.js';
import { Statement } from './insert-statement.js';

export interface StreamHead {
  readonly id: string;
  readonly count: number;
  readonly hash: Buffer | null;
}

export interface EventRow {
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

export interface SealedRow {
  readonly tenantId: string;
  readonly eventId: string;
  readonly dataKeyId: string;
  readonly sealed: Buffer;
}

export interface RowsToWrite {
  readonly heads: readonly StreamHead[];
  readonly events: readonly EventRow[];
  readonly disclosures: readonly SealedRow[];
  readonly evidence: readonly (SealedRow & { readonly name: string })[];
}

/** Writes everything in one statement: recording is part of every login, and each round trip would be too. */
export async function writeEvents(transaction: Transaction, rows: RowsToWrite): Promise<void> {
  const statement = new Statement();
  const parts = [
    `heads AS (
      UPDATE audit_stream AS stream SET event_count = head.event_count, head = head.hash
      FROM (VALUES ${statement.rows(
        rows.heads.map((head) => [head.id, head.count, head.hash]),
        ['uuid', 'bigint', 'bytea'],
      )}) AS head (id, event_count, hash)
      WHERE stream.id = head.id)`,
  ];
  if (rows.disclosures.length > 0) {
    const values = rows.disclosures.map((row) => [row.tenantId, row.eventId, row.dataKeyId, row.sealed]);
    parts.push(`disclosures AS (
      INSERT INTO audit_disclosure (tenant_id, event_id, data_key_id, sealed) VALUES ${statement.rows(values)})`);
  }
  if (rows.evidence.length > 0) {
    const values = rows.evidence.map((row) => [row.tenantId, row.eventId, row.name, row.dataKeyId, row.sealed]);
    parts.push(`evidence AS (
      INSERT INTO audit_evidence (tenant_id, event_id, name, data_key_id, sealed) VALUES ${statement.rows(values)})`);
  }
  const events = rows.events.map((row) => [
    row.id,
    row.tenantId,
    row.streamId,
    row.sequence,
    row.type,
    row.occurredAt,
    row.actorType,
    row.actorId,
    row.leaf,
    row.leafHash,
  ]);
  await transaction.query(
    `WITH ${parts.join(', ')}
    INSERT INTO audit_event (id, tenant_id, stream_id, sequence, type, occurred_at, actor_type, actor_id, leaf, leaf_hash)
    VALUES ${statement.rows(events)}`,
    statement.parameters,
  );
}
