import { buildAuthorizationUrlWithPAR } from 'openid-client';
import { isKnownByCertificate } from '../outbound-profile.js';
import { refuse } from '../refusal.js';
import type { TripContext } from '../trip-context.js';
import { judgePushedAnswer, wantsDpopNonce } from './pushed-authorization-answer.js';

function endpointOf({ provider, metadata }: TripContext): string {
  const { pushed_authorization_request_endpoint: endpoint, mtls_endpoint_aliases: aliases } = metadata.server;
  const alias = isKnownByCertificate(provider) ? aliases?.pushed_authorization_request_endpoint : undefined;
  const used = alias ?? endpoint;
  if (used !== undefined) return used;
  throw refuse(
    'discovery.endpoint_missing',
    'pushedAuthorizationRequestUri is needed for pushed authorization requests',
  );
}

/**
 * Pushes the authorization request from server to server (RFC 9126 §2) and gives back what the browser has to carry instead.
 * @throws CountersignError of step `pushed_authorization`, or `discovery.endpoint_missing`
 */
export async function pushed(trip: TripContext, parameters: URLSearchParams): Promise<URLSearchParams> {
  const { provider, client, log, secrets } = trip;
  const { clientId, usePushedAuthorizationRequests } = provider.configuration;
  if (!usePushedAuthorizationRequests) return parameters;
  const requestUri = await log.step({ step: 'pushed_authorization' }, async (notes) => {
    const url = endpointOf(trip);
    const push = () =>
      client.ask({
        called: 'token',
        url,
        authenticated: true,
        follows: false,
        make: ({ configuration, options }) => buildAuthorizationUrlWithPAR(configuration, parameters, options),
        beforeSending: () => {
          notes.requested({ method: 'POST', url });
        },
      });
    const first = await push();
    // RFC 9449 §8: nothing was granted yet, so asking again with the nonce is safe, and the token request then has one.
    const { answer } = first.hasNewNonce && wantsDpopNonce(first.answer) ? await push() : first;
    notes.answered(answer);
    const clientSecrets = provider.credentials.filter(({ kind }) => kind === 'client_secret').map(({ value }) => value);
    return judgePushedAnswer(answer, [secrets.state, ...clientSecrets]);
  });
  return new URLSearchParams({ client_id: clientId, request_uri: requestUri });
}
