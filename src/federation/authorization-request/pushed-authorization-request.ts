import { allowInsecureRequests, customFetch, pushedAuthorizationRequest } from 'oauth4webapi';
import { clientAuthentication } from '../../client-authentication/client-authentication.js';
import { exchangeOnce } from '../../outbound/exchange-once.js';
import { authenticatedClient } from '../authenticated-client.js';
import { dpopHandle } from '../dpop/dpop-handle.js';
import { isKnownByCertificate, outboundProfile } from '../outbound-profile.js';
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
  const { provider, metadata, outbound, log, secrets } = trip;
  const { configuration } = provider;
  if (!configuration.usePushedAuthorizationRequests) return parameters;
  const { server } = metadata;
  const client = { client_id: configuration.clientId, use_mtls_endpoint_aliases: isKnownByCertificate(provider) };
  const requestUri = await log.step({ step: 'pushed_authorization' }, async (notes) => {
    const url = endpointOf(trip);
    const push = async () => {
      const authentication = await clientAuthentication(authenticatedClient(trip), {
        imported: trip.imported,
        now: trip.now(),
      });
      const dpop = await dpopHandle(trip);
      const answer = await exchangeOnce(outbound, outboundProfile(provider, 'token', trip.signal), (fetch) =>
        pushedAuthorizationRequest(server, client, authentication, parameters, {
          [customFetch]: fetch,
          [allowInsecureRequests]: true,
          ...(dpop === undefined ? {} : { DPoP: dpop }),
        }),
      );
      const hasNewNonce = trip.dpopNonces.learn(provider.id, url, answer.headers);
      return { answer, hasNewNonce };
    };
    notes.requested({ method: 'POST', url });
    const first = await push();
    // RFC 9449 §8: nothing was granted yet, so asking again with the nonce is safe, and the token request then has one.
    const { answer } = first.hasNewNonce && wantsDpopNonce(first.answer) ? await push() : first;
    notes.answered(answer);
    const clientSecrets = provider.credentials.filter(({ kind }) => kind === 'client_secret').map(({ value }) => value);
    return judgePushedAnswer(answer, [secrets.state, ...clientSecrets]);
  });
  return new URLSearchParams({ client_id: configuration.clientId, request_uri: requestUri });
}
