import { appleClientSecret } from './apple-client-secret.js';
import type { ClientAuth, ClientAuthenticationInput } from './client-authenticator.js';
import { clientSecretBasic } from './client-secret-basic.js';
import { clientSecretJwt } from './client-secret-jwt.js';
import { clientSecretPost } from './client-secret-post.js';
import { mutualTls } from './mutual-tls.js';
import { noClientAuthentication } from './no-client-authentication.js';
import { privateKeyJwt } from './private-key-jwt.js';

/**
 * How this provider wants to know that it is us: every method that there is.
 * @throws CountersignError `<step>.credential_missing` or `<step>.credential_unusable`
 */
export async function clientAuthentication(input: ClientAuthenticationInput): Promise<ClientAuth> {
  const configured = input.provider.configuration.clientAuthentication;
  switch (configured.method) {
    case 'client_secret_basic':
      return clientSecretBasic(input, configured);
    case 'client_secret_post':
      return clientSecretPost(input);
    case 'client_secret_jwt':
      return clientSecretJwt(input, configured);
    case 'private_key_jwt':
      return await privateKeyJwt(input, configured);
    case 'apple_client_secret':
      return await appleClientSecret(input, configured);
    case 'tls_client_auth':
    case 'self_signed_tls_client_auth':
      return mutualTls(input);
    case 'none':
      return noClientAuthentication();
  }
}
