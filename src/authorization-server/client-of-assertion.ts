import { decodeJwt } from 'jose';
import { JWT_GRANT } from '../access/oauth-client-terms.js';

/** What an assertion says of itself, unverified; null when it is none. */
function issuerOfAssertion(assertion: string): string | null {
  try {
    return decodeJwt(assertion).iss ?? null;
  } catch {
    return null;
  }
}

/**
 * A request of the JWT Grant needs no client authentication beside its assertion, which the client has signed (RFC 7523 §3.1): where
 * there is none, the assertion says which client asks.
 * @param form of a request without an `Authorization` header
 * @returns the client; null when the request is none of these
 */
export function clientOfAssertionAlone(form: URLSearchParams): string | null {
  if (form.get('grant_type') !== JWT_GRANT) return null;
  if (form.has('client_assertion') || form.has('client_secret')) return null;
  const [named = '', ...more] = form.getAll('client_id');
  // Twice is refused, which nobody would see any more once one has taken the place of both (RFC 6749 §3.2).
  if (more.length > 0) return null;
  const issuer = issuerOfAssertion(form.get('assertion') ?? '');
  return named === '' || named === issuer ? issuer : null;
}
