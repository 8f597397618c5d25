import type { Lookups, Transaction } from '../database/transaction.js';
import type { SessionEnding } from './session-ending.js';

/**
 * What logins know of the sessions that began with them: at which provider, and how to leave that. The room of logins implements
 * it for the authorization server, which keeps the id of the login (`CompletedLogin.loginId`) with each session.
 */
export abstract class LoginsOfSessions {
  /**
   * Where the browser logs out at the provider too (OpenID Connect RP-Initiated Logout 1.0 §2); null: nowhere. To be asked when a
   * session ends in its own browser. The address holds an ID token: never log it.
   * @param returnAddress where the browser is sent when it comes back from there: of ours, or registered with us
   */
  abstract logoutUrl(
    reading: Lookups,
    login: { readonly tenantId: string; readonly loginId: string },
    returnAddress: string,
  ): Promise<string | null>;

  /**
   * Whether a login still counts with which a session has just begun: its provider may have told meanwhile that the user has logged out
   * there. To be asked once the session is saved: whoever ends the login sees the session, or it is seen here that the login is gone.
   */
  abstract stands(login: { readonly tenantId: string; readonly loginId: string }): Promise<boolean>;
}

/** Sessions by the logins with which they began. The authorization server implements it. */
export abstract class SessionsOfLogins {
  /** Ends the sessions of a user that began with these logins, with their tokens. */
  abstract endByLogins(
    transaction: Transaction,
    user: { readonly tenantId: string; readonly userId: string },
    loginIds: readonly string[],
    ending: SessionEnding,
  ): Promise<void>;
}
