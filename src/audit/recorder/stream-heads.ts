import type { Lookups, Transaction } from '../../database/transaction.js';
import { isEnvelopeStreamId } from '../format/stream.js';
import { STREAM_HEAD, type StreamHead, type StreamHeadColumns, streamHeadOf } from '../stream-head.js';

/** A stream that events go to. */
export interface NamedStream {
  readonly id: string;
  readonly tenantId: string;
}

/**
 * Locks the heads of the streams until the transaction ends, in the order of their ids, and gives where each one stands. A
 * stream that is not stored yet cannot be locked: the write that makes it loses when another one was first.
 * @throws Error when an envelope's stream was never opened
 */
export async function lockStreamHeads(
  transaction: Transaction,
  streams: readonly NamedStream[],
): Promise<Map<string, StreamHead>> {
  return find(transaction, streams, 'FOR NO KEY UPDATE');
}

/** Where the streams stand now; not locked. @throws Error when an envelope's stream was never opened */
export async function readStreamHeads(
  reading: Lookups,
  streams: readonly NamedStream[],
): Promise<Map<string, StreamHead>> {
  return streams.length === 0 ? new Map() : find(reading, streams, '');
}

async function find(reading: Lookups, streams: readonly NamedStream[], lock: string): Promise<Map<string, StreamHead>> {
  const rows: (StreamHeadColumns & { readonly id: string })[] = await reading.query(
    `SELECT stream.id, ${STREAM_HEAD} FROM audit_stream AS stream WHERE stream.id = ANY($1) ORDER BY stream.id ${lock}`,
    [streams.map((stream) => stream.id)],
  );
  const found = new Map(rows.map((row) => [row.id, row]));
  return new Map(
    streams.map(({ id, tenantId }) => {
      const row = found.get(id);
      if (row === undefined && id !== tenantId && isEnvelopeStreamId(id))
        throw new Error(`The envelope stream ${id} was not opened`);
      return [id, streamHeadOf(row ?? { stream_count: null, stream_head: null }, id, tenantId)];
    }),
  );
}
