/** Where a stream stood when it was read. The next event is chained to it, and written only while it still stands there. */
export interface StreamHead {
  readonly id: string;
  readonly tenantId: string;
  /** The workflow's own id of the envelope; null for the stream of a tenant or of a user, and for a stream that is stored already. */
  readonly envelopeId: string | null;
  /** How many events it has. */
  readonly count: number;
  /** Leaf hash of the last one; null while there is none. */
  readonly hash: Buffer | null;
  /** false: its first event makes it. */
  readonly stored: boolean;
}

/** What a query that joins `audit_stream AS stream` selects of it. Every change of an envelope leaves an event, so this is its version. */
export const STREAM_HEAD = 'stream.event_count AS stream_count, stream.head AS stream_head';

export interface StreamHeadColumns {
  readonly stream_count: string | null;
  readonly stream_head: Buffer | null;
}

/** The head of an envelope's stream as a query with `STREAM_HEAD` gave it. @param envelopeId needed where it may not be stored yet */
export function streamHeadOf(
  row: StreamHeadColumns,
  id: string,
  tenantId: string,
  envelopeId: string | null = null,
): StreamHead {
  const stored = row.stream_count !== null;
  return { id, tenantId, envelopeId, count: Number(row.stream_count ?? 0), hash: row.stream_head, stored };
}
