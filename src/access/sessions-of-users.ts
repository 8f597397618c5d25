import type { Lookups, Reading, Transaction } from '../database/transaction.js';
import type { SessionEnding } from './session-ending.js';

/** A user of a tenant. */
interface UserReference {
  readonly tenantId: string;
  readonly userId: string;
}

/** One browser in which a user is logged in. */
export interface UserSession {
  /** Names the session in lists and in the trail; worth nothing to whoever knows it: no cookie, no token. */
  readonly id: string;
  /** When the user logged in. */
  readonly startedAt: Date;
  readonly lastUsedAt: Date;
  /** When it ends if nobody uses it; no later than twelve hours after the login. */
  readonly expiresAt: Date;
  /** Ids of the OAuth clients that were given tokens in it. */
  readonly clients: readonly string[];
}

/** The session in which a user has authorized something. */
export interface SessionOfGrant {
  /** As `UserSession.id`. */
  readonly id: string;
  /** When the user has logged in last in it; null: not known. */
  readonly loggedInAt: Date | null;
}

/**
 * Sessions, tokens and grants of users, for whoever changes what a user may do. The authorization server implements it. What has
 * ended is refused from the next request on, in every instance, once the transaction is committed, and stands in the user's trail.
 */
export abstract class SessionsOfUsers {
  /**
   * Ends every session, token and grant of a user: they are logged out everywhere, and no token that was given until now acts for
   * them any more. Consents stay.
   */
  abstract endAll(transaction: Transaction, user: UserReference, ending: SessionEnding): Promise<void>;

  /** Sessions that are open now, the one used last first. */
  abstract list(reading: Reading, user: UserReference, now: Date): Promise<readonly UserSession[]>;

  /**
   * The session in which a token was given; null: it has ended.
   * @param grantId as the token names it
   */
  abstract ofGrant(reading: Lookups, tenantId: string, grantId: string): Promise<SessionOfGrant | null>;

  /** Ends one session with the tokens given in it. @returns whether the user had it */
  abstract end(
    transaction: Transaction,
    user: UserReference,
    sessionId: string,
    ending: SessionEnding,
  ): Promise<boolean>;
}
