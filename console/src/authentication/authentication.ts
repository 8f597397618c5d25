/** Who uses the console. */
export interface SignedInPerson {
  /** For the masthead. */
  readonly name: string;
  readonly tenant: string;
  /** What they may do; null when that is not known, so that each answer of the API tells. */
  readonly scopes: ReadonlySet<string> | null;
}

export type AuthenticationState =
  | { readonly status: 'starting' }
  | { readonly status: 'signed-in'; readonly person: SignedInPerson }
  /** The session has ended while somebody was at work: what they have entered is kept for when they sign in again. */
  | { readonly status: 'ended'; readonly person: SignedInPerson }
  /** `fault`: why a sign-in just failed, in words of whoever refused it. */
  | { readonly status: 'signed-out'; readonly fault: string | null };

/** How the console proves to the API for whom it asks. Tokens never leave it but in the headers of a request. */
export interface Authentication {
  readonly state: AuthenticationState;
  /** Calls back when `state` has changed. @returns ends that */
  subscribe(changed: () => void): () => void;
  /** Headers that carry the proof for one request. */
  headersFor(method: string, url: string): Promise<Readonly<Record<string, string>>>;
  /** Told of a 401. @returns whether asking once more may help */
  renew(): Promise<boolean>;
  /** @param tenant whose console; default: the one of last time */
  signIn(tenant?: string): void;
  /** Signs in in another tab, so that nothing of this one is lost. */
  signInBeside(): void;
  /** Asks for password, passkey or provider although a session lives; comes back to where the person is. */
  signInAgain(): void;
  signOut(): void;
}
