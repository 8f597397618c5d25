import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * An authorization request at our own authorization server that waits until its user has logged in. The browser that made it holds
 * a cookie of it, for the paths below `loginPath`.
 */
export interface LoginInteraction {
  /** Stands in the address of the login's pages; worth nothing without the cookie. */
  readonly uid: string;
  /** Of the client that asks: nobody of another tenant can log in here. */
  readonly tenantId: string;
  readonly client: { readonly id: string; readonly name: string };
  /** `login_hint` (OpenID Connect Core §3.1.2.1): the address to fill in; null: none. */
  readonly loginHint: string | null;
  /** Name of the provider to go to without asking, as a logon URL has it; null: the user chooses. */
  readonly provider: string | null;
  readonly expiresAt: Date;
}

/** Who has logged in, and how. */
export interface CompletedLogin {
  readonly userId: string;
  /** Names this login; the authorization server keeps it with the session that begins. */
  readonly loginId: string;
  readonly at: Date;
  /** RFC 8176, e.g. `["pwd", "otp"]`; those of the provider where one was used. */
  readonly amr: readonly string[];
  readonly acr: string | null;
}

/**
 * What the pages of a login need of the authorization server, whose interaction the login is. The authorization server implements
 * it; it sends browsers to `PUBLIC_URL` + `loginPath(tenant, uid)` when somebody has to log in.
 */
export abstract class LoginInteractions {
  /** The interaction whose cookie the request carries; null when there is none, it has ended, or it is another's. */
  abstract find(request: IncomingMessage, response: ServerResponse): Promise<LoginInteraction | null>;

  /**
   * Ends the interaction with a login. The session's id changes.
   * @returns the address to send the browser to, with a 303
   */
  abstract complete(request: IncomingMessage, response: ServerResponse, login: CompletedLogin): Promise<string>;

  /**
   * The address of an authorization request of the service's own, for who opens the login page without one. It comes back to the
   * console, or to a page that says who is logged in.
   * @param provider to go to without asking; null: the user chooses
   */
  abstract ownRequest(tenant: { readonly id: string; readonly name: string }, provider: string | null): Promise<string>;
}

/** Path of the pages of one login, below the path of `PUBLIC_URL`. */
export function loginPath(tenantName: string, uid: string): string {
  return `/login/${tenantName}/requests/${uid}`;
}
