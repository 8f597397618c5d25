import type { JsonObject } from '../../json/json-object.js';
import type { OidcConfiguration } from '../../providers/provider-configuration.js';
import { normalIssuer } from '../issuer.js';
import { type VerifiedJwt, verifyJwt } from '../jwks/verify-jwt.js';
import { JwtFault } from '../jwt/jwt-fault.js';
import { refuse } from '../refusal.js';
import type { IdTokenEvidence } from '../trip.js';
import { keySourceOf, type TripContext } from '../trip-context.js';
import { judgeIdToken } from './id-token-policy.js';

export interface VerifiedIdToken {
  readonly claims: JsonObject;
  /** One spelling per issuer. */
  readonly issuer: string;
  readonly sub: string;
  /** What the admin has relaxed and would have refused this token. */
  readonly relaxations: readonly string[];
}

/** An ID token as received, with the key that verified it. */
async function idTokenEvidence(verified: VerifiedJwt): Promise<IdTokenEvidence> {
  const { raw, encrypted, key, keySet } = verified;
  return {
    raw,
    encrypted,
    jwk: key === null ? null : { ...key.jwk },
    jwkThumbprint: key === null ? null : await key.thumbprint(),
    // The very set that is held in memory, by which the trail knows that it is logged already.
    jwks: keySet?.document ?? null,
  };
}

/**
 * Verifies the signature of an ID token and then judges its claims. Both are retried or relaxed here, never the grant.
 * @param signed told as soon as the signature has been verified, so that a refused token is evidence too
 * @throws CountersignError of step `id_token` or `jwks`
 */
export function verifyIdToken(
  trip: TripContext,
  configuration: OidcConfiguration,
  tokens: { readonly idToken: string; readonly accessToken: string },
  signed: (evidence: IdTokenEvidence) => void,
): Promise<VerifiedIdToken> {
  const { idToken: settings } = configuration;
  return trip.log.step({ step: 'id_token' }, async (notes) => {
    const verified = await verifySignature(trip, configuration, tokens.idToken);
    signed(await idTokenEvidence(verified));
    const issuer = trip.metadata.issuer ?? { issuer: trip.metadata.server.issuer, allowedTenantIds: [] };
    const { refusals, relaxations } = judgeIdToken(verified, {
      clientId: configuration.clientId,
      issuer,
      nonce: trip.secrets.nonce,
      settings,
      accessToken: tokens.accessToken,
      now: trip.now(),
    });
    const [first] = refusals;
    if (first !== undefined) throw refuse(first.code, refusals.map(({ detail }) => detail).join('; '));
    if (relaxations.length > 0) notes.note(`relaxed: ${relaxations.join(', ')}`);
    const { iss, sub } = verified.claims;
    return {
      claims: verified.claims,
      // A token without `iss` gets here only when the admin has turned that check off.
      issuer: typeof iss === 'string' ? normalIssuer(iss, issuer) : issuer.issuer,
      sub: String(sub),
      relaxations,
    };
  });
}

/**
 * Has the keys at hand before the code is sent: a provider whose keys cannot be had must not cost a login that could be made later.
 * @throws CountersignError of step `jwks` or `discovery` when only they could verify a token
 */
export async function requireKeys(trip: TripContext, { idToken }: OidcConfiguration): Promise<void> {
  const withSecret = idToken.signingAlgorithms.filter((algorithm) => algorithm.startsWith('HS'));
  if (withSecret.length === idToken.signingAlgorithms.length) return;
  try {
    await keySourceOf(trip).current();
  } catch (error) {
    if (withSecret.length === 0) throw error;
  }
}

async function verifySignature(
  trip: TripContext,
  { idToken }: OidcConfiguration,
  received: string,
): Promise<VerifiedJwt> {
  try {
    return await verifyJwt(received, {
      algorithms: idToken.signingAlgorithms,
      encryption: idToken.encryption,
      keys: keySourceOf(trip),
      credentials: trip.provider.credentials,
      imported: trip.imported,
    });
  } catch (error) {
    if (error instanceof JwtFault) throw refuse(`id_token.${error.reason}`, error.detail, error);
    throw error;
  }
}
