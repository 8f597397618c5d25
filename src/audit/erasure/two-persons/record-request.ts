import { correlationId } from '../../../http/correlation.js';
import { isEnvelopeStreamId } from '../../format/stream.js';
import type { Actor, AuditEventInput } from '../../recording.js';
import { streamIdOf } from '../erase-person.js';
import type { ErasureRequest } from '../erasure-request.js';

/** Where a request is recorded: with the envelope or the user that it is about, else with the tenant. */
function streamOf({ tenantId, subject }: Pick<ErasureRequest, 'tenantId' | 'subject'>): AuditEventInput['stream'] {
  if (subject.kind === 'retention') return 'tenant';
  const id = streamIdOf(tenantId, subject);
  return isEnvelopeStreamId(id) ? { envelopeId: id } : { userId: id };
}

/** The event of a step of a request. It names nobody. */
export function requestEvent(
  type: Extract<AuditEventInput['type'], `erasure.${string}`>,
  request: Pick<ErasureRequest, 'id' | 'tenantId' | 'subject' | 'expiresAt'>,
  actor: Actor,
  now: Date,
): AuditEventInput {
  const { id, tenantId, subject, expiresAt } = request;
  const { kind } = subject;
  const retention =
    kind === 'retention' ? { evidenceDays: subject.evidenceDays, twoPersonErasure: subject.twoPersonErasure } : {};
  const until = type === 'erasure.requested' ? { expiresAt: expiresAt.toISOString() } : {};
  return {
    tenantId,
    stream: streamOf(request),
    type,
    occurredAt: now,
    actor,
    correlationId: correlationId(),
    data: { request: id, kind, ...retention, ...until },
  };
}
