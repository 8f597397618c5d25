import { X509Certificate } from 'node:crypto';
import type { JWK } from 'jose';
import type { ClientMetadata } from 'oidc-provider';
import type { TestCertificate } from '../../support/certificates.js';

/** What tokens are for. */
export const audience = 'https://listener.partner.example/';
export const scope = 'events:write';
export const clientSecret = 'known-client-secret';

interface ClientKeys {
  /** Registered for `self_signed_tls_client_auth`, and its subject for `tls_client_auth`. */
  readonly certificate: TestCertificate;
  /** Registered for `private_key_jwt`. */
  readonly assertionKey: JWK;
}

/** One client for each way to authenticate at the partner's token endpoint. */
export function knownClients({ certificate, assertionKey }: ClientKeys): readonly ClientMetadata[] {
  const x5c = certificate.certificate.replaceAll(/-----[A-Z ]+-----|\s/g, '');
  const bound = { tls_client_certificate_bound_access_tokens: true };
  return [
    { client_id: 'bound', client_secret: clientSecret, ...bound },
    { client_id: 'unbound', client_secret: clientSecret },
    { client_id: 'a:b c', client_secret: 'p:q r%', token_endpoint_auth_method: 'client_secret_basic' },
    { client_id: 'posting', client_secret: clientSecret, token_endpoint_auth_method: 'client_secret_post' },
    {
      client_id: 'known-by-certificate',
      token_endpoint_auth_method: 'self_signed_tls_client_auth',
      ...bound,
      jwks: { keys: [{ ...publicOf(certificate), kty: 'EC', crv: 'P-256', x5c: [x5c] }] },
    },
    {
      client_id: 'known-by-name',
      token_endpoint_auth_method: 'tls_client_auth',
      tls_client_auth_subject_dn: certificate.subject,
      ...bound,
    },
    {
      client_id: 'asserting',
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'ES256',
      jwks: { keys: [assertionKey] },
    },
  ] as readonly ClientMetadata[];
}

const publicOf = ({ certificate }: TestCertificate) =>
  new X509Certificate(certificate).publicKey.export({ format: 'jwk' });
