import type { SessionEnding, SessionEndReason } from '../../access/session-ending.js';
import type { AuditEventInput } from '../../audit/recording.js';
import { correlationId } from '../../http/correlation.js';

/** A session that has just been deleted. */
export interface EndedSession {
  readonly id: string;
  readonly startedAt: Date;
  readonly lastUsedAt: Date;
  /** When it would have ended by itself; before now: it has. */
  readonly expiresAt: Date;
}

interface UserReference {
  readonly tenantId: string;
  readonly userId: string;
}

/** What whole seconds may take from the twelve hours. */
const ROUNDING = 2_000;

/** Whose time was over ended by itself, whatever deletes it. */
const BY_ITSELF = { type: 'system', id: 'session-expiry' } as const;

/**
 * What the trail of a user says of the end of sessions: one event for each; one without a session where only tokens were ended that
 * were given outside of any that was still open. Pure.
 * @param others how much else was ended
 * @param longest milliseconds after the login at which a session ends, used or not
 */
export function sessionEndedEvents(
  user: UserReference,
  { sessions, others }: { readonly sessions: readonly EndedSession[]; readonly others: number },
  ending: SessionEnding,
  longest: number,
): readonly AuditEventInput[] {
  if (sessions.length === 0 && others > 0) return [eventOf(user, ending, { session: null })];
  return sessions.map((session) => {
    const { id, startedAt, lastUsedAt, expiresAt } = session;
    const told = { session: id, startedAt: startedAt.toISOString(), lastUsedAt: lastUsedAt.toISOString() };
    if (expiresAt > ending.now) return eventOf(user, ending, told);
    const reason = expiresAt.getTime() - startedAt.getTime() >= longest - ROUNDING ? 'expired' : 'unused';
    const byItself = { reason, actor: BY_ITSELF, now: ending.now } as const;
    return eventOf(user, byItself, { ...told, endedAt: expiresAt.toISOString() });
  });
}

function eventOf(
  { tenantId, userId }: UserReference,
  { reason, actor, now, providerId }: SessionEnding,
  told: Readonly<Record<string, string | null>>,
): AuditEventInput {
  const data: Readonly<Record<string, string | null>> & { readonly reason: SessionEndReason } = {
    reason,
    ...told,
    ...(providerId === undefined ? {} : { providerId }),
  };
  return {
    tenantId,
    stream: { userId },
    type: 'user.session_ended',
    occurredAt: now,
    actor,
    correlationId: correlationId(),
    data,
  };
}
