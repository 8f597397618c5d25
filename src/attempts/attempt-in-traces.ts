import type { SpanAttributes } from '../tracing/span-attributes.js';
import type { Attempt } from './attempt.js';

/** What a trace says of an attempt: by the owner's id the traces of one login are found, from its creation to its end. */
export const namesOf = ({ id, tenantId, ownerId, purpose }: Attempt): SpanAttributes => ({
  'countersign.tenant.id': tenantId,
  'countersign.attempt.id': id,
  'countersign.owner.id': ownerId,
  'countersign.owner.kind': purpose,
});
