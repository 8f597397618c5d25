import { JWT_GRANT } from '../access/oauth-client-terms.js';
import { type RegisteredClient } from '../oauth-clients/oauth-client.js';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Scope that makes access tokens live 30 days, and refresh without end. */
export const EXTENDED = 'extended';

/** A session that nobody uses ends. */
export const SESSION_IDLE_SECONDS = 30 * MINUTE;
/** And each one ends so long after the login. */
export const SESSION_SECONDS = 12 * HOUR;
export const CODE_SECONDS = MINUTE;
export const INTERACTION_SECONDS = HOUR;

/** The console's access tokens; its refresh tokens end with the session. */
const FIRST_PARTY_ACCESS = 15 * MINUTE;
const EXTENDED_ACCESS = 30 * DAY;
const REFRESH = 30 * DAY;
/** No end that anybody will see; a row that nobody ever uses again does go. */
const WITHOUT_END = 3650 * DAY;

/**
 * Seconds for which an access token lives: what the client says, else what its grant has by default. Tokens of the JWT Grant never
 * live longer than one hour.
 */
export function accessSeconds(client: RegisteredClient, grant: string, scopes: ReadonlySet<string>): number {
  if (client.firstParty) return FIRST_PARTY_ACCESS;
  const { accessSeconds: wanted } = client.tokens;
  if (grant === JWT_GRANT) return Math.min(wanted ?? HOUR, HOUR);
  if (grant === 'client_credentials') return Math.min(wanted ?? HOUR, DAY);
  if (scopes.has(EXTENDED)) return EXTENDED_ACCESS;
  return wanted ?? 8 * HOUR;
}

/**
 * Seconds for which a refresh token lives.
 * @param age seconds since the first one of its family
 */
export function refreshSeconds(client: RegisteredClient, scopes: ReadonlySet<string>, age: number): number {
  if (client.firstParty) return Math.max(1, SESSION_SECONDS - age);
  return scopes.has(EXTENDED) ? WITHOUT_END : Math.max(1, REFRESH - age);
}

/** Seconds for which a grant counts: as long as anything that it was for. */
export function grantSeconds(client: RegisteredClient, scopes: ReadonlySet<string>): number {
  const longest = refreshSeconds(client, scopes, 0);
  return Math.max(longest, accessSeconds(client, 'authorization_code', scopes)) + CODE_SECONDS;
}

/**
 * Seconds for which a session is kept without being used.
 * @param age seconds since the login; null before it
 */
export function sessionSeconds(age: number | null): number {
  return Math.max(1, Math.min(SESSION_IDLE_SECONDS, SESSION_SECONDS - (age ?? 0)));
}

/** Whether tokens may be JWTs: those that live longer than an hour may be only where nobody but we read them. */
export function mayBeJwt(seconds: number, audienceIsOurs: boolean): boolean {
  return audienceIsOurs || seconds <= HOUR;
}
