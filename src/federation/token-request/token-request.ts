import { allowInsecureRequests, customFetch, genericTokenEndpointRequest } from 'oauth4webapi';
import { clientAuthentication } from '../../client-authentication/client-authentication.js';
import { exchangeOnce } from '../../outbound/exchange-once.js';
import { authenticatedClient } from '../authenticated-client.js';
import { dpopHandle } from '../dpop/dpop-handle.js';
import { isKnownByCertificate, outboundProfile } from '../outbound-profile.js';
import type { TripContext } from '../trip-context.js';
import { judgeTokenAnswer, type TokenAnswer } from './token-answer.js';

/** The endpoint itself, or its alias for clients with a certificate (RFC 8705 §5). */
function tokenEndpointOf({ provider, metadata }: TripContext): string {
  const alias = isKnownByCertificate(provider) ? metadata.server.mtls_endpoint_aliases?.token_endpoint : undefined;
  return alias ?? metadata.server.token_endpoint;
}

function tokenParameters({ redirectUri, secrets }: TripContext, code: string): Record<string, string> {
  const parameters = { code, redirect_uri: redirectUri };
  return secrets.codeVerifier === null ? parameters : { ...parameters, code_verifier: secrets.codeVerifier };
}

/**
 * Exchanges the code for tokens (RFC 6749 §4.1.3). One request, never repeated whatever happens: the code may be spent.
 * @throws CountersignError of step `token_request`
 */
export function requestTokens(trip: TripContext, code: string): Promise<TokenAnswer> {
  const { provider, outbound, metadata, log, secrets, signal } = trip;
  return log.step({ step: 'token_request' }, async (notes) => {
    const { server } = metadata;
    const authentication = await clientAuthentication(authenticatedClient(trip), {
      imported: trip.imported,
      now: trip.now(),
    });
    const url = tokenEndpointOf(trip);
    const dpop = await dpopHandle(trip);
    const client = {
      client_id: provider.configuration.clientId,
      use_mtls_endpoint_aliases: isKnownByCertificate(provider),
    };
    notes.requested({ method: 'POST', url });
    const answer = await exchangeOnce(outbound, outboundProfile(provider, 'token', signal), (fetch) =>
      genericTokenEndpointRequest(server, client, authentication, 'authorization_code', tokenParameters(trip, code), {
        [customFetch]: fetch,
        // Which schemes may be called is the outbound guard's to decide.
        [allowInsecureRequests]: true,
        ...(dpop === undefined ? {} : { DPoP: dpop }),
      }),
    );
    notes.answered(answer);
    trip.dpopNonces.learn(provider.id, url, answer.headers);
    const clientSecrets = provider.credentials.filter(({ kind }) => kind === 'client_secret').map(({ value }) => value);
    return judgeTokenAnswer(answer, {
      kind: provider.configuration.kind,
      dpop: dpop !== undefined,
      secrets: [code, secrets.codeVerifier, secrets.state, ...clientSecrets],
    });
  });
}
