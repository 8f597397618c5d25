import type { Account, ProfileChange } from '../../access/accounts.js';
import type { Actor, AuditEventInput } from '../../audit/recording.js';
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

/** A user has changed what people may change about themselves. The name is personal: it is disclosed under their key. */
export function profileChangedEvent(
  { id, tenantId, dataKeyId }: Pick<Account, 'id' | 'tenantId' | 'dataKeyId'>,
  { displayName, language }: ProfileChange,
  actor: Actor,
  now: Date,
): AuditEventInput {
  return {
    tenantId,
    stream: { userId: id },
    type: 'user.profile_changed',
    occurredAt: now,
    actor,
    correlationId: correlationId(),
    data: language === undefined ? {} : { language },
    ...(displayName === undefined ? {} : { disclosures: { displayName }, dataKeyId }),
  };
}
