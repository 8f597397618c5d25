/**
 * What the console has to remember while the browser is at the login pages: nothing of it lets anybody in. It stands in the tab's own
 * storage until the browser comes back, and is taken out then.
 */
export interface PendingSignIn {
  /** RFC 6749 §10.12. */
  readonly state: string;
  /** PKCE (RFC 7636). */
  readonly verifier: string;
  readonly tenant: string;
  /** Where in the console somebody wanted to go. */
  readonly returnTo: string;
}

const NAME = 'countersign.sign-in';

export function rememberSignIn(pending: PendingSignIn): void {
  sessionStorage.setItem(NAME, JSON.stringify(pending));
}

/** Null when nothing was begun in this tab. */
export function takeSignIn(): PendingSignIn | null {
  const text = sessionStorage.getItem(NAME);
  sessionStorage.removeItem(NAME);
  return text === null ? null : (JSON.parse(text) as PendingSignIn);
}
