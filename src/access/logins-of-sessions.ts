import type { Lookups, Transaction } from '../database/transaction.js';

/**
 * What logins know of the sessions that began with them: at which provider, and how to leave that. The room of logins implements
 * it for the authorization server, which keeps the id of the login (`CompletedLogin.loginId`) with each session.
 */
export abstract class LoginsOfSessions {
  /**
   * Where the browser logs out at the provider too (OpenID Connect RP-Initiated Logout 1.0); null: nowhere. To be asked when a
   * session ends in its own browser. The address holds an ID token: never log it.
   */
  abstract logoutUrl(reading: Lookups, tenantId: string, loginId: string): Promise<string | null>;
}

/** Sessions by the logins with which they began. The authorization server implements it. */
export abstract class SessionsOfLogins {
  /** Ends the sessions of a user that began with these logins, with their tokens. @returns how many there were */
  abstract endByLogins(
    transaction: Transaction,
    user: { readonly tenantId: string; readonly userId: string },
    loginIds: readonly string[],
  ): Promise<number>;
}
