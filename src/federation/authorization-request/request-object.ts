import { buildAuthorizationUrlWithJAR, modifyAssertion } from 'openid-client';
import { requiredCredential } from '../../credentials/required-credential.js';
import type { TripContext } from '../trip-context.js';

/**
 * What stays beside the request object. In the browser: what OpenID Connect Core §6.1 wants to see in the plain request too,
 * and the PKCE challenge, which SPID and CIE want twice; servers that follow RFC 9101 §6.3 look at neither. Pushed: the client
 * alone, for everything else must be in the request object only (RFC 9126 §3).
 */
const beside = {
  browser: ['client_id', 'response_type', 'scope', 'code_challenge', 'code_challenge_method'],
  pushed: ['client_id'],
} as const;

/**
 * Puts the authorization request into a signed request object (RFC 9101 §4).
 * @throws CredentialFault, which becomes a code of the step
 */
export async function withRequestObject(trip: TripContext, parameters: URLSearchParams): Promise<URLSearchParams> {
  const { configuration, credentials } = trip.provider;
  const algorithm = configuration.requestObject?.signingAlgorithm;
  if (algorithm === undefined) return parameters;
  const credential = requiredCredential(credentials, 'private_key', 'a request object');
  const key = await trip.imported.signingKey(credential, algorithm);
  const signingKey = credential.keyId === undefined ? { key } : { key, kid: credential.keyId };
  const url = await buildAuthorizationUrlWithJAR(trip.client.configuration, parameters, signingKey, {
    [modifyAssertion]: (header) => {
      // The library names Ed25519 keys `Ed25519`; servers that know only `EdDSA` must get what was configured.
      header['alg'] = algorithm;
    },
  });
  const plain = new URLSearchParams({ request: url.searchParams.get('request') ?? '' });
  for (const name of configuration.usePushedAuthorizationRequests ? beside.pushed : beside.browser) {
    const value = parameters.get(name);
    if (value !== null) plain.set(name, value);
  }
  return plain;
}
