import { ClientSecretPost } from 'oauth4webapi';
import { type ClientAuth, type ClientAuthenticationInput, requireCredential } from './client-authenticator.js';

/** `client_secret_post` (RFC 6749 §2.3.1): id and secret are members of the body. */
export function clientSecretPost(input: ClientAuthenticationInput): ClientAuth {
  return ClientSecretPost(requireCredential(input, 'client_secret').value);
}
