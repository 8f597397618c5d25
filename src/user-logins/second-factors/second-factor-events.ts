import type { Account } from '../../access/accounts.js';
import type { AuditEventInput } from '../../audit/recording.js';
import { correlationId } from '../../http/correlation.js';
import type { SecondFactorKind } from './second-factor.js';

/** What became of what a user confirms logins with. */
export interface FactorChange {
  readonly change: 'added' | 'removed' | 'renewed';
  readonly kind: SecondFactorKind | 'recovery_codes';
}

export function secondFactorEvent(
  { id, tenantId }: Pick<Account, 'id' | 'tenantId'>,
  { change, kind }: FactorChange,
  now: Date,
): AuditEventInput {
  return {
    tenantId,
    stream: { userId: id },
    type: 'user.second_factor_changed',
    occurredAt: now,
    actor: { type: 'user', id },
    correlationId: correlationId(),
    data: { change, kind },
  };
}
