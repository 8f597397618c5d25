import type { JsonObject } from '../../json/json-object.js';
import { quoteForeign } from '../../outbound/foreign-text.js';
import { type ExpectedIssuer, isExpectedIssuer } from '../issuer.js';

/** Who has logged out at the provider. At least one of `sub` and `sid` is there. */
export interface LogoutToken {
  readonly issuer: string;
  readonly sub: string | null;
  /** A session of the provider; null: all of that person. */
  readonly sid: string | null;
  readonly issuedAt: Date;
}

interface LogoutExpectation {
  readonly clientId: string;
  readonly issuer: ExpectedIssuer;
  /** Seconds by which clocks may differ. */
  readonly tolerance: number;
  readonly now: Date;
}

/** The member of `events` that makes a JWT a logout token (OpenID Connect Back-Channel Logout 1.0 §2.4). */
const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';

/** A token that is older is refused, whatever its `exp` says: nothing logs out tomorrow what logged in today. In seconds. */
const OLDEST = 600;

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Judges the header and claims of a logout token whose signature was verified (OpenID Connect Back-Channel Logout 1.0 §2.6). An ID
 * token is none: it has no such event, and may have a nonce. Pure.
 * @returns every fault; none: it is to be believed
 */
export function faultsOfLogoutToken(header: JsonObject, claims: JsonObject, expected: LogoutExpectation): string[] {
  const { iss, aud, iat, exp, jti, events, nonce } = claims;
  const seconds = expected.now.getTime() / 1000;
  const { typ } = header;
  const audiences: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  const checks: readonly (readonly [boolean, string])[] = [
    [typ === undefined || isLogoutType(typ), 'typ: expected logout+jwt, or none'],
    [
      typeof iss === 'string' && isExpectedIssuer(iss, expected.issuer),
      `iss: expected ${quoteForeign(expected.issuer.issuer)}`,
    ],
    [audiences.includes(expected.clientId), 'aud: expected our client id'],
    [typeof iat === 'number' && iat <= seconds + expected.tolerance, 'iat: expected a time that is not ahead'],
    [typeof iat === 'number' && iat >= seconds - OLDEST, `iat: expected no more than ${OLDEST} seconds ago`],
    // The final text demands it; what was built after its drafts leaves it out, and then `iat` bounds it.
    [
      exp === undefined || (typeof exp === 'number' && exp > seconds - expected.tolerance),
      'exp: expected a time ahead',
    ],
    [text(jti) !== null, 'jti: expected a text'],
    [isObject(events) && isObject(events[LOGOUT_EVENT]), `events: expected an object ${LOGOUT_EVENT}`],
    [text(claims['sub']) !== null || text(claims['sid']) !== null, 'sub, sid: expected at least one'],
    [nonce === undefined, 'nonce: expected none'],
  ];
  return checks.filter(([holds]) => !holds).map(([, fault]) => fault);
}

/** Reads what `faultsOfLogoutToken` has found no fault with. */
export function readLogoutToken(claims: JsonObject): LogoutToken {
  return {
    issuer: String(claims['iss']),
    sub: text(claims['sub']),
    sid: text(claims['sid']),
    issuedAt: new Date(Number(claims['iat']) * 1000),
  };
}

const isLogoutType = (typ: unknown): boolean =>
  typeof typ === 'string' && ['logout+jwt', 'application/logout+jwt', 'jwt'].includes(typ.toLowerCase());
