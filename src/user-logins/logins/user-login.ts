import type { ProfileChange } from '../../access/accounts.js';

/** What the pages of a login can say about a try that did not succeed; each has its text in `pages/`. */
export const loginNotices = [
  /** Address or password is wrong, or they may not be used: never which. */
  'password_refused',
  'second_factor_refused',
  'too_many_guesses',
  /** They declined at the provider. */
  'provider_cancelled',
  'provider_unavailable',
  /** Whatever else went wrong at the provider: administrators find it in the trail. */
  'provider_failed',
  'login_insufficient',
  /** Nobody is bound to whom the provider told. */
  'not_bound',
  'binding_stale',
  /** What the provider says about them is not what is known. */
  'profile_mismatched',
  /** An administrator keeps them out. */
  'refused',
  /** It took too long, or began in another browser. */
  'ended',
  'reset_ended',
  'request_refused',
  'something_failed',
] as const;

export type LoginNotice = (typeof loginNotices)[number];

/**
 * `open`: nothing was shown yet. `second_factor`: the password was right. `authenticated`: it is known who it is, and the browser has
 * not been sent on yet. `finished`: it has.
 */
export type LoginStage = 'open' | 'second_factor' | 'authenticated' | 'finished';

/** Which provider has told who it is, and how it knows the person again. */
export interface ProviderLogin {
  readonly providerId: string;
  /** Keyed hash of issuer and subject. */
  readonly subjectHash: Buffer;
  /** Keyed hash of the provider's session (`sid`, OpenID Connect Front-Channel Logout 1.0 §3); null when it told none. */
  readonly sessionHash: Buffer | null;
  /** Where the browser logs out there; null: nowhere. Holds an ID token. */
  readonly logoutUrl: string | null;
}

/** One login of one browser: what an interaction of the authorization server has come to. */
export interface UserLogin {
  readonly id: string;
  readonly tenantId: string;
  /** The interaction that it is for. */
  readonly interaction: string;
  readonly stage: LoginStage;
  /** Who it is, from `second_factor` on. */
  readonly userId: string | null;
  /** RFC 8176: how they have shown it. */
  readonly amr: readonly string[];
  readonly acr: string | null;
  /** What a passkey was asked, while it is waited for. */
  readonly challenge: string | null;
  readonly authenticatedAt: Date | null;
  /** What the page says about the last try at a provider. */
  readonly failure: LoginNotice | null;
  readonly provider: ProviderLogin | null;
  /** What the provider says about them that is to be taken over; null: nothing. */
  readonly profile: ProfileChange | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** How long a login may take, in milliseconds. */
export const LOGIN_TIME = 900_000;

/** How long what a login knows is kept for its session, which lives for twelve hours at most. */
export const KEPT_FOR = 13 * 3_600_000;

/** Whether a login may go on. */
export const isUnderWay = ({ expiresAt }: Pick<UserLogin, 'expiresAt'>, now: Date): boolean => expiresAt > now;
