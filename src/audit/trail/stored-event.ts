/** An event as the tables hold it. */
export interface StoredEvent {
  readonly id: string;
  readonly tenantId: string;
  readonly streamId: string;
  /** The workflow's id of the envelope; null for an event of the tenant's own stream. */
  readonly envelopeId: string | null;
  readonly sequence: number;
  readonly occurredAt: Date;
  /** The leaf's exact text. */
  readonly leaf: string;
  readonly leafHash: Buffer;
}

/** Where a stream stands. */
export interface StoredStream {
  readonly id: string;
  readonly tenantId: string;
  readonly envelopeId: string | null;
  readonly count: number;
  readonly head: Buffer | null;
}
