import type { JsonObject } from '../../json/json-object.js';
import { typeName } from '../../json/type-name.js';
import type { Resource } from '../../providers/provider-configuration.js';
import { isExpectedIssuer } from '../issuer.js';
import { verifyJwt } from '../jwks/verify-jwt.js';
import { JwtFault } from '../jwt/jwt-fault.js';
import { refuse } from '../refusal.js';
import { keySourceOf, type TripContext } from '../trip-context.js';

/**
 * Verifies a UserInfo response that is a JWT (OpenID Connect Core §5.3.2): signed with an algorithm that the resource, or else
 * the ID token, is configured with; `iss`, `aud` and `exp`, which are optional there, right where they are.
 * @throws CountersignError of step `resource` or `jwks`
 */
export async function verifySignedUserinfo(trip: TripContext, resource: Resource, jwt: string): Promise<JsonObject> {
  const { configuration, credentials } = trip.provider;
  const own = resource.signingAlgorithms;
  try {
    const { claims } = await verifyJwt(jwt, {
      algorithms: own.length > 0 ? own : (configuration.idToken?.signingAlgorithms ?? []),
      encryption: resource.encryption,
      keys: keySourceOf(trip),
      credentials,
      imported: trip.imported,
    });
    requireOurs(trip, claims);
    return claims;
  } catch (error) {
    if (!(error instanceof JwtFault)) throw error;
    const code = error.reason === 'unsigned' ? 'resource.userinfo_unsigned' : 'resource.userinfo_jwt_invalid';
    throw refuse(code, `${error.reason}: ${error.detail}`, error);
  }
}

/** A claim that is null is one that was left out. */
const isThere = (claim: unknown): boolean => claim !== undefined && claim !== null;

function requireOurs({ provider, metadata, now }: TripContext, { iss, aud, exp }: JsonObject): void {
  const { clientId, idToken } = provider.configuration;
  const faults: string[] = [];
  if (isThere(iss) && metadata.issuer !== null) {
    if (typeof iss !== 'string' || !isExpectedIssuer(iss, metadata.issuer)) faults.push('iss is of another issuer');
  }
  const audiences: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  if (isThere(aud) && !audiences.includes(clientId)) faults.push('aud is another client');
  const limit = now().getTime() / 1000 - (idToken?.clockToleranceSeconds ?? 30);
  if (isThere(exp) && typeof exp !== 'number') faults.push(`exp: expected a number of seconds, saw ${typeName(exp)}`);
  else if (typeof exp === 'number' && !(exp > limit)) faults.push('exp has passed');
  if (faults.length > 0) throw refuse('resource.userinfo_jwt_invalid', faults.join('; '));
}
