import type { ImportedKeys } from '../../credentials/imported-keys.js';
import type { ProviderForTrip } from '../../providers/provider-for-trip.js';
import { normalIssuer } from '../issuer.js';
import { type KeySource, type VerifiedJwt, verifyJwt } from '../jwks/verify-jwt.js';
import { readCompactJws } from '../jwt/compact-jws.js';
import { JwtFault } from '../jwt/jwt-fault.js';
import type { ProviderMetadata } from '../metadata/server-metadata.js';
import { refuse } from '../refusal.js';
import { faultsOfLogoutToken, type LogoutToken, readLogoutToken } from './judge-logout-token.js';

interface ReceivedLogoutToken {
  readonly token: string;
  readonly provider: ProviderForTrip;
  readonly metadata: Pick<ProviderMetadata, 'issuer' | 'server'>;
  readonly keys: KeySource;
  readonly imported: ImportedKeys;
  readonly now: Date;
}

const refused = (detail: string, cause?: unknown) => refuse('logout.token_refused', detail, cause);

/**
 * Verifies a logout token as the ID tokens of the same provider are verified, and judges the rest of it. What it claims is judged
 * first: a token of somebody else causes no call.
 * @throws CountersignError `logout.token_refused`, or of step `jwks`
 */
export async function verifyLogoutToken(received: ReceivedLogoutToken): Promise<LogoutToken> {
  const { provider, metadata, now } = received;
  const { configuration } = provider;
  if (configuration.kind !== 'oidc') throw refused('Only OpenID providers log people out');
  const { clockToleranceSeconds, signingAlgorithms, encryption } = configuration.idToken;
  const issuer = metadata.issuer ?? { issuer: metadata.server.issuer, allowedTenantIds: [] };
  const expected = { clientId: configuration.clientId, issuer, tolerance: clockToleranceSeconds, now };
  try {
    if (encryption === null) {
      const { header, claims } = readCompactJws(received.token);
      requireNone(faultsOfLogoutToken(header, claims, expected));
    }
    const verified: VerifiedJwt = await verifyJwt(received.token, {
      algorithms: signingAlgorithms,
      encryption,
      keys: received.keys,
      credentials: provider.credentials,
      imported: received.imported,
    });
    requireNone(faultsOfLogoutToken(verified.header, verified.claims, expected));
    const token = readLogoutToken(verified.claims);
    return { ...token, issuer: normalIssuer(token.issuer, issuer) };
  } catch (error) {
    if (error instanceof JwtFault) throw refused(`${error.reason}: ${error.detail}`, error);
    throw error;
  }
}

function requireNone(faults: readonly string[]): void {
  if (faults.length > 0) throw refused(faults.join('; '));
}
