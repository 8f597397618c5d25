import type { UsableCredential } from '../credentials/credential.js';
import type { OutboundTls } from '../outbound/outbound-call.js';
import type { ClientAuthenticationMethod } from './client-authentication.schema.js';

/** Whether the client is known by the certificate of its TLS connection (RFC 8705 §2). */
export function usesClientCertificate(method: ClientAuthenticationMethod): boolean {
  return method === 'tls_client_auth' || method === 'self_signed_tls_client_auth';
}

/**
 * The certificate to present on the connections that authenticate the client (RFC 8705): at the token endpoint, and where an
 * access token that is bound to it is used. Empty when there is none.
 */
export function clientCertificateOf(
  credentials: readonly UsableCredential[],
): Pick<OutboundTls, 'certificate' | 'privateKey' | 'credentialVersion'> {
  const certificate = credentials.find(({ kind }) => kind === 'client_certificate');
  if (certificate === undefined) return {};
  return {
    certificate: certificate.value,
    privateKey: certificate.privateKey ?? null,
    credentialVersion: `${certificate.id}/${certificate.version}`,
  };
}
