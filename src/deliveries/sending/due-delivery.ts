import type { DeliverableEvent, EventLeaf } from '../bodies/event-body.js';
import type { Payload } from '../listener.js';

/** A delivery whose turn it is: no earlier one of its stream is left, or only such as were read with it. */
export interface DueDelivery {
  readonly id: string;
  /** Whether an earlier one of its stream, read just before it, has to be accepted first. */
  readonly follows: boolean;
  readonly payload: Payload;
  readonly tries: number;
  /** Tries that have failed since its schedule began. */
  readonly round: number;
  readonly roundBeganAt: Date | null;
  readonly event: DeliverableEvent;
  /** Whether a person of its stream was erased, though not necessarily the one that the event is about. */
  readonly hasErasures: boolean;
}

export interface DueRow {
  readonly listener_id: string;
  readonly id: string;
  readonly follows: boolean;
  /** Whether its next try has not come yet; null: it waits for none. */
  readonly waits: boolean | null;
  readonly tenant_id: string;
  readonly tenant_name: string;
  readonly leaf_index: string;
  readonly event_id: string;
  readonly stream_id: string;
  readonly payload: Payload;
  readonly tries: number;
  readonly round: number;
  readonly round_began_at: Date | null;
  readonly leaf: string;
  /** Hex. */
  readonly leaf_hash: string;
  readonly envelope_id: string | null;
  readonly has_erasures: boolean;
}

export const dueDeliveryOf = (row: DueRow): DueDelivery => ({
  id: row.id,
  follows: row.follows,
  payload: row.payload,
  tries: row.tries,
  round: row.round,
  roundBeganAt: row.round_began_at,
  hasErasures: row.has_erasures,
  event: {
    id: row.event_id,
    tenantId: row.tenant_id,
    tenantName: row.tenant_name,
    streamId: row.stream_id,
    envelopeId: row.envelope_id,
    leafIndex: Number(row.leaf_index),
    leafHash: row.leaf_hash,
    leaf: keptOf(JSON.parse(row.leaf) as EventLeaf),
  },
});

/** What bodies are made from, so that the rest of a leaf is not held for as long as its delivery waits. */
function keptOf(leaf: EventLeaf): EventLeaf {
  const { type, time, sequence, correlationId, signerAuthenticationId, attemptId, dataKeyId } = leaf;
  const { provider = null, workstep = null, propagatedTo = null, propagatedToCount = null } = leaf.data;
  return {
    type,
    time,
    sequence,
    correlationId,
    signerAuthenticationId,
    attemptId,
    dataKeyId,
    data: { provider, workstep, propagatedTo, propagatedToCount },
  };
}
