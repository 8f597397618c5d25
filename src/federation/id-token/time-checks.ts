import { typeName } from '../../json/type-name.js';
import type { IdTokenExpectation, VerifiedToken } from './id-token-expectation.js';
import { type Finding, finding } from './id-token-finding.js';

/** Longest time ahead for `exp`, seconds. */
const longestLifetime = 24 * 3600;

/** Oldest `iat`, seconds: a login that was made just now cannot have an older token. */
const oldestIssue = 600;

/** RFC 7519 §2 NumericDate; null when it is none. */
function readTime(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

const seconds = (now: Date) => now.getTime() / 1000;
const rounded = (value: number) => Math.ceil(value);

/** `exp` is there, ahead, and not further ahead than a login's proof may live. */
export function checkExpiration({ claims }: VerifiedToken, { now, settings }: IdTokenExpectation): Finding[] {
  const tolerance = settings.clockToleranceSeconds;
  const exp = readTime(claims['exp']);
  if (exp === null) {
    const detail = `exp: expected a number of seconds, saw ${typeName(claims['exp'])}`;
    return [finding('id_token.expiration_missing', detail, 'expiration')];
  }
  const remaining = exp - seconds(now);
  if (remaining + tolerance <= 0) {
    const detail = `exp: passed ${rounded(-remaining)} s ago, tolerance ${tolerance} s`;
    return [finding('id_token.expired', detail, 'expiration')];
  }
  if (remaining - tolerance <= longestLifetime) return [];
  const detail = `exp: expected at most ${longestLifetime} s ahead, saw ${rounded(remaining)} s`;
  return [finding('id_token.lifetime_too_long', detail, 'long-lifetime', 'expiration')];
}

/** `iat` is there, past, and recent. */
export function checkIssuedAt({ claims }: VerifiedToken, { now, settings }: IdTokenExpectation): Finding[] {
  const tolerance = settings.clockToleranceSeconds;
  const iat = readTime(claims['iat']);
  if (iat === null) {
    const detail = `iat: expected a number of seconds, saw ${typeName(claims['iat'])}`;
    return [finding('id_token.issued_at_missing', detail, 'issuedAt')];
  }
  const age = seconds(now) - iat;
  if (age + tolerance < 0) {
    const detail = `iat: ${rounded(-age)} s ahead of our clock, tolerance ${tolerance} s`;
    return [finding('id_token.issued_in_future', detail, 'issuedAt')];
  }
  if (age - tolerance <= oldestIssue) return [];
  const detail = `iat: expected at most ${oldestIssue} s ago, saw ${rounded(age)} s`;
  return [finding('id_token.issued_too_long_ago', detail, 'stale-iat', 'issuedAt')];
}

/** `nbf`, where there is one, has passed. */
export function checkNotBefore({ claims }: VerifiedToken, { now, settings }: IdTokenExpectation): Finding[] {
  if (claims['nbf'] === undefined || claims['nbf'] === null) return [];
  const tolerance = settings.clockToleranceSeconds;
  const nbf = readTime(claims['nbf']);
  if (nbf === null) {
    const detail = `nbf: expected a number of seconds, saw ${typeName(claims['nbf'])}`;
    return [finding('id_token.claim_invalid', detail, 'notBefore')];
  }
  const ahead = nbf - seconds(now);
  if (ahead <= tolerance) return [];
  const detail = `nbf: ${rounded(ahead)} s ahead of our clock, tolerance ${tolerance} s`;
  return [finding('id_token.not_yet_valid', detail, 'notBefore')];
}
