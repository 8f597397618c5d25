import { decodeJwt } from 'jose';
import { authenticationFault } from './faults.js';
import type { PresentedCertificate } from './opened-authentication.js';

/**
 * Requires that a token is bound to the certificate that is presented (RFC 8705 §3.1). Whoever issued it is not judged here:
 * that is the endpoint's. An opaque token shows nothing, so it is refused too.
 * @param path of the members of the grant
 * @throws CountersignError `external_authentication.token_not_bound`, `external_authentication.token_bound_elsewhere`
 */
export function requireBound(token: string, presented: PresentedCertificate | null, path: string): void {
  const thumbprint = thumbprintIn(token);
  if (thumbprint === null)
    throw authenticationFault(
      'token_not_bound',
      `${path}.certificateBoundTokens`,
      'the token has no cnf.x5t#S256 that can be read',
    );
  if (thumbprint !== presented?.thumbprint) {
    const detail = `the token is bound to ${thumbprint}, presented is ${presented?.thumbprint ?? 'no certificate'}`;
    throw authenticationFault('token_bound_elsewhere', `${path}.mutualTls.clientCertificate`, detail);
  }
}

function thumbprintIn(token: string): string | null {
  try {
    const { cnf } = decodeJwt<{ cnf?: unknown }>(token);
    if (typeof cnf !== 'object' || cnf === null || !('x5t#S256' in cnf)) return null;
    const thumbprint = cnf['x5t#S256'];
    return typeof thumbprint === 'string' && /^[\w-]{43}$/.test(thumbprint) ? thumbprint : null;
  } catch {
    return null;
  }
}
