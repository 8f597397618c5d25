import type { JsonObject } from '../../json/json-object.js';
import { quoteForeign } from '../../outbound/foreign-text.js';
import { isExpectedIssuer } from '../issuer.js';
import { verifyJwt } from '../jwks/verify-jwt.js';
import { JwtFault } from '../jwt/jwt-fault.js';
import { refuse } from '../refusal.js';
import { keySourceOf, type TripContext } from '../trip-context.js';
import { callbackState } from './callback-state.js';

export function expectsResponseJwt({ provider }: Pick<TripContext, 'provider'>): boolean {
  return provider.configuration.responseMode?.endsWith('jwt') ?? false;
}

function requireOurs({ provider, metadata, now }: TripContext, { iss, aud, exp }: JsonObject): void {
  const { configuration } = provider;
  const faults: string[] = [];
  if (metadata.issuer !== null && !(typeof iss === 'string' && isExpectedIssuer(iss, metadata.issuer))) {
    const seen = typeof iss === 'string' ? quoteForeign(iss) : 'none';
    faults.push(`iss: expected ${quoteForeign(metadata.issuer.issuer)}, saw ${seen}`);
  }
  const audiences: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  if (!audiences.includes(configuration.clientId)) faults.push('aud: expected our client id');
  const limit = now().getTime() / 1000 - (configuration.idToken?.clockToleranceSeconds ?? 30);
  if (!(typeof exp === 'number' && exp > limit)) faults.push('exp: expected a time ahead');
  if (faults.length > 0) throw refuse('authorization_response.jwt_invalid', faults.join('; '));
}

/**
 * Verifies a JWT authorization response (JARM §2.4) and gives back its parameters, which are then judged like plain ones.
 * A response of another login is refused before any key is fetched for it.
 * @throws CountersignError of step `authorization_response` or `jwks`
 */
export async function readResponseJwt(trip: TripContext, parameters: URLSearchParams): Promise<URLSearchParams> {
  const response = parameters.get('response');
  if (response === null) throw refuse('authorization_response.jwt_missing', 'expected the parameter response');
  const claimed = callbackState(parameters);
  if (claimed !== null && claimed !== trip.secrets.state) {
    throw refuse('authorization_response.state_mismatch', 'expected the state of this login, saw another');
  }
  const { authorizationResponse } = trip.provider.configuration;
  try {
    const { claims } = await verifyJwt(response, {
      algorithms: authorizationResponse.signingAlgorithms,
      encryption: authorizationResponse.encryption,
      keys: keySourceOf(trip),
      credentials: trip.provider.credentials,
      imported: trip.imported,
    });
    requireOurs(trip, claims);
    const texts = Object.entries(claims).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
    return new URLSearchParams(texts.filter(([name]) => name !== 'aud'));
  } catch (error) {
    if (!(error instanceof JwtFault)) throw error;
    throw refuse('authorization_response.jwt_invalid', `${error.reason}: ${error.detail}`, error);
  }
}
