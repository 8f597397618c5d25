import type { ClientAuthentication } from '../../providers/provider-configuration.js';
import { clientAssertion } from './client-assertion.js';
import { type ClientAuth, type ClientAuthenticationInput, requireCredential } from './client-authenticator.js';

/** `client_secret_jwt` (OpenID Connect Core §9): an assertion with an HMAC of the client secret. */
export function clientSecretJwt(
  input: ClientAuthenticationInput,
  { signingAlgorithm, assertionAudience }: Extract<ClientAuthentication, { method: 'client_secret_jwt' }>,
): ClientAuth {
  const secret = requireCredential(input, 'client_secret').value;
  return clientAssertion(input, {
    header: { alg: signingAlgorithm },
    key: new TextEncoder().encode(secret),
    audience: assertionAudience,
  });
}
