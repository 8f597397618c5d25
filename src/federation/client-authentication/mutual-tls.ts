import { TlsClientAuth } from 'oauth4webapi';
import { type ClientAuth, type ClientAuthenticationInput, requireCredential } from './client-authenticator.js';

/**
 * `tls_client_auth` and `self_signed_tls_client_auth` (RFC 8705 §2): the certificate of the TLS connection authenticates,
 * the body only names the client.
 */
export function mutualTls(input: ClientAuthenticationInput): ClientAuth {
  requireCredential(input, 'client_certificate');
  return TlsClientAuth();
}
