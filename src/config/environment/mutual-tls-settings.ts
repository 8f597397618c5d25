import { z } from 'zod';
import { cidr, flag, list, port, readableFile, webOrigin } from './formats.js';

/** How proxies hand on the certificate of a client. */
const certificateHeaders = ['client-cert', 'x-ssl-client-cert', 'xfcc'] as const;

/** Where client certificates come from, and what they are judged by (RFC 8705, RFC 9440). */
export const mutualTlsSettings = {
  MTLS_PORT: port.optional().meta({
    description:
      'Port of a second listener that speaks TLS, asks for a client certificate and serves `/oauth` and `/v1`; unset: none.',
  }),
  TLS_CERT_FILE: readableFile.optional().meta({
    description:
      "Its certificate chain (PEM), read again when the file changes. The browser's port never asks for one.",
  }),
  TLS_KEY_FILE: readableFile
    .optional()
    .meta({ description: 'Its private key (PEM), read again when the file changes.' }),
  MTLS_PUBLIC_URL: webOrigin
    .refine((url) => url.startsWith('https://'), { error: 'expected an https URL' })
    .optional()
    .meta({
      description:
        'The address at which clients with certificates call; makes `mtls_endpoint_aliases`. Unset: no aliases.',
    }),
  CLIENT_CERTIFICATE_HEADER: z
    .enum(certificateHeaders, { error: `expected one of ${certificateHeaders.join(', ')}` })
    .optional()
    .meta({
      description:
        'Header in which a proxy names the client’s certificate: `client-cert` (RFC 9440), `x-ssl-client-cert` (nginx, escaped PEM) or `xfcc` (Envoy); unset: none is believed.',
    }),
  CLIENT_CERTIFICATE_PROXIES: list
    .pipe(z.array(z.union([z.ipv4(), z.ipv6(), cidr], { error: 'expected addresses or CIDR blocks' })))
    .default([])
    .meta({
      description:
        'Proxies that are believed it; from anybody else the header is refused. Being in `TRUSTED_PROXIES` is not enough.',
    }),
  TLS_CLIENT_CA_FILE: readableFile.optional().meta({
    description:
      'Authorities (PEM) whose client certificates are trusted for every tenant; tenants have their own besides (`/v1/settings/mutual-tls`).',
  }),
  MUTUAL_TLS_REQUIRED: flag.default(false).meta({
    description: 'Gives OAuth clients certificate-bound tokens only, in every tenant, and takes no others from them.',
  }),
};
