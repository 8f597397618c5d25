import { genericGrantRequest } from 'openid-client';
import { isKnownByCertificate } from '../outbound-profile.js';
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
  const { provider, client, log, secrets } = trip;
  return log.step({ step: 'token_request' }, async (notes) => {
    const url = tokenEndpointOf(trip);
    const { answer } = await client.ask({
      called: 'token',
      url,
      authenticated: true,
      make: ({ configuration, options }) =>
        genericGrantRequest(configuration, 'authorization_code', tokenParameters(trip, code), options),
      beforeSending: () => {
        notes.requested({ method: 'POST', url });
      },
    });
    notes.answered(answer);
    const clientSecrets = provider.credentials.filter(({ kind }) => kind === 'client_secret').map(({ value }) => value);
    const tokens = judgeTokenAnswer(answer, {
      kind: provider.configuration.kind,
      leniency: provider.configuration.leniency,
      dpop: provider.configuration.dpop !== null && secrets.dpopKey !== null,
      secrets: [code, secrets.codeVerifier, secrets.state, ...clientSecrets],
    });
    if (tokens.relaxations.length > 0) notes.note(`relaxed: ${tokens.relaxations.join(', ')}`);
    return tokens;
  });
}
