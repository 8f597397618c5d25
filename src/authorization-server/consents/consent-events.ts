import type { Actor, AuditEventInput } from '../../audit/recording.js';
import { correlationId } from '../../http/correlation.js';
import type { Consent } from './consent.js';

/** What the trail says of a consent that was given or revoked: its user's trail, or the tenant's where it is for every user. Pure. */
export const consentEvent = (
  { id, tenantId, clientId, userId, resource, scopes }: Consent,
  {
    type,
    actor,
    now,
  }: { readonly type: 'consent.given' | 'consent.revoked'; readonly actor: Actor; readonly now: Date },
): AuditEventInput => ({
  tenantId,
  stream: userId === null ? 'tenant' : { userId },
  type,
  occurredAt: now,
  actor,
  correlationId: correlationId(),
  data: { consentId: id, clientId, resource, scopes: [...scopes] },
});
