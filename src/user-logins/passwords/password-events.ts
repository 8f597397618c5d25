import type { Account } from '../../access/accounts.js';
import type { AuditEventInput } from '../../audit/recording.js';
import { correlationId } from '../../http/correlation.js';

/** A user has a new password. @param by a link that was mailed to them, or in their own session */
export function passwordChangedEvent(
  { id, tenantId }: Pick<Account, 'id' | 'tenantId'>,
  by: 'reset' | 'session',
  now: Date,
): AuditEventInput {
  return {
    tenantId,
    stream: { userId: id },
    type: 'user.password_changed',
    occurredAt: now,
    actor: { type: 'user', id },
    correlationId: correlationId(),
    data: { by },
  };
}
