import { canonicalJson } from '../../audit/format/canonical-json.js';
import type { JsonObject, JsonValue } from '../../audit/format/json-value.js';
import { describedAs } from '../events/event-catalogue.js';

/** An event of the trail with where it stands. */
export interface DeliverableEvent {
  readonly id: string;
  readonly tenantId: string;
  readonly tenantName: string;
  readonly streamId: string;
  /** The workflow's id of the envelope; null for what is about none. */
  readonly envelopeId: string | null;
  readonly leafIndex: number;
  /** Hex. */
  readonly leafHash: string;
  readonly leaf: EventLeaf;
}

/** The members of a leaf that bodies are made from. */
export interface EventLeaf {
  readonly type: string;
  /** RFC 3339. */
  readonly time: string;
  readonly sequence: number;
  readonly correlationId: string;
  readonly signerAuthenticationId?: string | undefined;
  readonly attemptId?: string | undefined;
  readonly dataKeyId?: string | undefined;
  readonly data: JsonObject;
}

/** Ids of other authentications that a body names: with all that an event may have it would be no thin body. */
const NAMED_AT_MOST = 50;

/** Whom an update has reached besides the authentication of the event: ids, never values. */
function propagation({ data }: EventLeaf): JsonObject {
  const { propagatedTo: ids, propagatedToCount: count } = data;
  if (!Array.isArray(ids) || ids.length === 0) return {};
  const all = typeof count === 'number' ? count : ids.length;
  return { propagatedTo: ids.slice(0, NAMED_AT_MOST), ...(all > NAMED_AT_MOST ? { propagatedToCount: all } : {}) };
}

const textOrNull = (value: JsonValue | undefined): string | null => (typeof value === 'string' ? value : null);

/**
 * What a listener is sent: names of members and their values depend on the event alone, so that every try has the same bytes.
 * @param workstepId of the signer authentication; null for what is about none
 * @param more what an `outcome` body says besides; `{ erased: true }` once the person was erased
 * @returns canonical JSON (RFC 8785)
 */
export function eventBody(event: DeliverableEvent, workstepId: string | null, more: JsonObject = {}): string {
  const { leaf } = event;
  const description = describedAs(leaf.type);
  // In the order in which they are written: then none has to be sorted.
  return canonicalJson({
    data: {
      audit: { index: event.leafIndex, leafHash: event.leafHash, sequence: leaf.sequence },
      envelopeId: event.envelopeId,
      id: event.id,
      provider: textOrNull(leaf.data['provider']),
      signerAuthenticationId: leaf.signerAuthenticationId ?? null,
      status: leaf.signerAuthenticationId === undefined ? null : (description?.status ?? null),
      tenant: event.tenantName,
      workstepId,
      ...propagation(leaf),
      ...more,
    },
    timestamp: leaf.time,
    type: description?.type ?? leaf.type,
  });
}

/** The body of `listener.test`, which the trail does not have. @param id `test_…` */
export function testBody(id: string, tenantName: string, now: Date): string {
  return canonicalJson({
    type: 'listener.test',
    timestamp: now.toISOString(),
    data: {
      id,
      tenant: tenantName,
      envelopeId: null,
      workstepId: null,
      signerAuthenticationId: null,
      status: null,
      provider: null,
      audit: null,
    },
  });
}
