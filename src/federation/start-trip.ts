import { buildAuthorizationUrl } from 'openid-client';
import { authorizationParameters } from './authorization-request/authorization-parameters.js';
import { pushed } from './authorization-request/pushed-authorization-request.js';
import { withRequestObject } from './authorization-request/request-object.js';
import { codeChallengeOf, dpopThumbprintOf } from './authorization-request/trip-secrets.js';
import type { StartTrip } from './trip.js';
import type { TripContext } from './trip-context.js';
import { withParameters } from './with-parameters.js';

/**
 * The way out, step by step: parameters, then signed (RFC 9101), then pushed (RFC 9126), then the address for the browser.
 * @throws CountersignError of step `authorization_request` or `pushed_authorization`
 */
export async function startTrip(trip: TripContext, { language, loginHint }: StartTrip): Promise<string> {
  const parameters = await trip.log.step({ step: 'authorization_request' }, async () => {
    const plain = authorizationParameters({
      configuration: trip.provider.configuration,
      redirectUri: trip.redirectUri,
      state: trip.secrets.state,
      nonce: trip.secrets.nonce,
      codeChallenge: codeChallengeOf(trip.secrets.codeVerifier),
      dpopKeyThumbprint: await dpopThumbprintOf(trip.secrets.dpopKey),
      language,
      loginHint,
    });
    return await withRequestObject(trip, plain);
  });
  const { searchParams } = buildAuthorizationUrl(trip.client.configuration, await pushed(trip, parameters));
  return withParameters(trip.metadata.server.authorization_endpoint, searchParams);
}
