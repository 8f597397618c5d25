import type { PrincipalActor } from './principal.js';

/**
 * Why a session of a user ended, as the trail says it (`user.session_ended`):
 *
 * - by its user: `logged_out`; `another_login`: somebody else logged in in that browser; `password_changed`, `password_reset`
 * - by its time: `unused` for half an hour, or `expired` twelve hours after the login
 * - by the provider: `logged_out_at_provider`
 * - by an administrator: `by_administrator`, `locked`, `binding_removed`, `provider_replaced`, `invited_again`, `deleted`
 */
export type SessionEndReason =
  | 'logged_out'
  | 'another_login'
  | 'password_changed'
  | 'password_reset'
  | 'unused'
  | 'expired'
  | 'logged_out_at_provider'
  | 'by_administrator'
  | 'locked'
  | 'binding_removed'
  | 'provider_replaced'
  | 'invited_again'
  | 'deleted';

/** The end of one or more sessions of a user. */
export interface SessionEnding {
  readonly reason: SessionEndReason;
  /** Who ended them, as the trail names them. */
  readonly actor: Omit<PrincipalActor, 'type'> & { readonly type: PrincipalActor['type'] | 'signer' | 'system' };
  readonly now: Date;
  /** At which it was said that they have ended; left out: at none. */
  readonly providerId?: string;
}
