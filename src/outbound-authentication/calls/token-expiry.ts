import { decodeJwt } from 'jose';
import { authenticationFault } from './faults.js';

/** Clocks differ; what ended that long ago is refused by any endpoint. */
const toleranceMilliseconds = 60_000;

/**
 * Requires that a token that shows its end (`exp`, RFC 9068 §2.2) has not ended before it came: an endpoint would only say that it
 * is invalid. An opaque one shows nothing and is taken.
 * @param path of the members of the grant
 * @throws CountersignError `external_authentication.token_response_invalid`
 */
export function requireUnexpired(token: string, now: Date, path: string): void {
  const end = endOf(token);
  if (end === null || end.getTime() + toleranceMilliseconds > now.getTime()) return;
  const detail = `the token had expired at ${end.toISOString()}, before it came at ${now.toISOString()}: compare the clocks of its server and of this one`;
  throw authenticationFault('token_response_invalid', `${path}.url`, detail);
}

function endOf(token: string): Date | null {
  try {
    const { exp } = decodeJwt(token);
    const end = new Date(typeof exp === 'number' ? exp * 1000 : Number.NaN);
    return Number.isNaN(end.getTime()) ? null : end;
  } catch {
    return null;
  }
}
