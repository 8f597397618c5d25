import type { CatalogueEntries } from '../catalogue-entry.js';

/** Faults of the certificate that a caller of ours shows (RFC 8705, RFC 9440). */
export const clientCertificateErrors = {
  'client_certificate.header_refused': {
    status: 400,
    title: 'A header about a client certificate is not believed',
    cause:
      'It comes from somebody who is not in CLIENT_CERTIFICATE_PROXIES, is there more than once, cannot be read, or is another one than CLIENT_CERTIFICATE_HEADER names.',
    confirm: 'The detail names the header and what is wrong with it. Look at what the proxy sends.',
    remedy:
      'Have the proxy overwrite what the client sent, as docs/mutual-tls.md shows for nginx, Envoy and HAProxy; callers never send such a header themselves.',
  },
  'client_certificate.required': {
    status: 401,
    title: 'Only a certificate-bound access token is taken here',
    cause:
      'The operator, or the tenant, demands mutual TLS of OAuth clients, and this token is bound to no certificate.',
    confirm: 'Read `/v1/settings/mutual-tls`; introspection of the token shows no `cnf.x5t#S256`.',
    remedy: 'Ask for a new token with a client certificate, at the address of `mtls_endpoint_aliases`.',
  },
} as const satisfies CatalogueEntries;
