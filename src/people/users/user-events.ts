import type { AuditEventType } from '../../audit/audit-event-type.js';
import type { Actor, AuditEventInput, JsonValue } from '../../audit/recording.js';
import { correlationId } from '../../http/correlation.js';
import type { User } from './user.js';

interface UserEvent {
  readonly type: Extract<AuditEventType, `user.${string}`>;
  readonly actor: Actor;
  readonly now: Date;
  readonly data?: Readonly<Record<string, JsonValue>>;
  /** What is personal; sealed under the user's data key. */
  readonly disclosures?: Readonly<Record<string, JsonValue>>;
  readonly attemptId?: string;
}

/** Something that happened to a user, in the user's own stream. */
export function userEvent(
  user: Pick<User, 'id' | 'tenantId' | 'dataKeyId'>,
  { type, actor, now, data = {}, disclosures, attemptId }: UserEvent,
): AuditEventInput {
  return {
    tenantId: user.tenantId,
    stream: { userId: user.id },
    type,
    occurredAt: now,
    actor,
    correlationId: correlationId(),
    ...(attemptId === undefined ? {} : { attemptId }),
    data,
    ...(disclosures === undefined ? {} : { disclosures, dataKeyId: user.dataKeyId }),
  };
}
