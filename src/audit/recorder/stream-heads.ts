import type { Transaction } from '../../database/transaction.js';
import type { StreamHead } from './write-events.js';

/** A stream that events go to. Envelope streams exist already (`EnvelopeStreams.open`); a tenant's own is made when needed. */
export interface StreamToLock {
  readonly id: string;
  readonly tenantId: string;
}

interface HeadRow {
  readonly id: string;
  readonly event_count: string;
  readonly head: Buffer | null;
}

/**
 * Locks the heads of the streams until the transaction ends, in the order of their ids, and gives where each one stands.
 * @throws Error when an envelope's stream was not opened before
 */
export async function lockStreamHeads(
  transaction: Transaction,
  streams: readonly StreamToLock[],
): Promise<Map<string, StreamHead>> {
  const heads = await lock(transaction, streams);
  const missing = streams.filter((stream) => !heads.has(stream.id));
  if (missing.length === 0) return heads;
  for (const stream of missing) {
    if (stream.id !== stream.tenantId) throw new Error(`The envelope stream ${stream.id} was not opened`);
    await transaction.query(
      'INSERT INTO audit_stream (id, tenant_id, event_count) VALUES ($1, $1, 0) ON CONFLICT DO NOTHING',
      [stream.id],
    );
  }
  return lock(transaction, streams);
}

async function lock(transaction: Transaction, streams: readonly StreamToLock[]): Promise<Map<string, StreamHead>> {
  const rows: HeadRow[] = await transaction.query(
    `SELECT id, event_count, head FROM audit_stream WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE`,
    [streams.map((stream) => stream.id)],
  );
  return new Map(rows.map((row) => [row.id, { id: row.id, count: Number(row.event_count), hash: row.head }]));
}
