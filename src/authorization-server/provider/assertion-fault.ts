const HOUR = 60 * 60;
const TOLERANCE = 15;

interface AssertionClaims {
  readonly [claim: string]: unknown;
}

/**
 * What is wrong with the claims of a client assertion (RFC 7523 §3) that oidc-provider accepts; null when nothing is. An audience
 * beside ours would let whoever else it names use the assertion here.
 */
export function assertionFault(
  { aud, sub, iat, exp }: AssertionClaims,
  audiences: ReadonlySet<string>,
  clientId: string,
  now: Date,
): string | null {
  const seconds = now.getTime() / 1000;
  const named: readonly unknown[] = Array.isArray(aud) ? (aud as unknown[]) : [aud];
  if (!named.every((one) => typeof one === 'string' && audiences.has(one)))
    return 'aud must be the issuer or the token endpoint, and nothing else';
  if (sub !== clientId) return 'sub must be the client_id';
  if (typeof iat === 'number' && iat > seconds + TOLERANCE) return 'iat must not lie in the future';
  if (typeof exp === 'number' && exp > seconds + HOUR + TOLERANCE) return 'exp must not lie more than an hour ahead';
  return null;
}
