import type { MTLSEnabledClientAuthenticationConfiguration } from 'oidc-provider';
import { namesSubject } from '../../certificates/subject-forms.js';
import type { Clock } from '../../config/clock.js';
import { issuerOf } from '../own-issuer.js';
import { requestNotes } from './request-notes.js';

type CertificateFunctions = Pick<
  MTLSEnabledClientAuthenticationConfiguration,
  'getCertificate' | 'certificateAuthorized' | 'certificateSubjectMatches'
>;

/** How oidc-provider sees the certificate of a request, and what is judged of it (RFC 8705). */
export function certificatesOf(clock: Clock): CertificateFunctions {
  return {
    getCertificate: (ctx) => {
      const notes = requestNotes(ctx);
      const certificate = notes?.certificate?.certificate;
      if (notes === null || certificate === undefined) return undefined;
      const now = clock.now();
      // One that is self-signed has nobody else who looks at its dates, and a token bound to one that is over is good for nothing.
      if (new Date(certificate.validFrom) <= now && now < new Date(certificate.validTo)) return certificate;
      notes.certificateFault = `The client certificate is valid from ${certificate.validFrom} to ${certificate.validTo} only`;
      return undefined;
    },
    certificateAuthorized: (ctx) => {
      const notes = requestNotes(ctx);
      if (notes?.certificate == null || notes.judge === undefined) return false;
      const fault = notes.judge.faultOf(notes.certificate);
      if (fault !== null) notes.certificateFault = fault;
      return fault === null;
    },
    certificateSubjectMatches: (ctx, form, value) => {
      const certificate = requestNotes(ctx)?.certificate?.certificate;
      return certificate !== undefined && namesSubject(certificate, { form, value });
    },
  };
}

/** `mtls_endpoint_aliases` (RFC 8705 §5): where clients that show a certificate call. @param url `MTLS_PUBLIC_URL` */
export function endpointAliases(url: string | null): Readonly<Record<string, unknown>> {
  if (url === null) return {};
  const issuer = issuerOf(url);
  return {
    mtls_endpoint_aliases: {
      token_endpoint: `${issuer}/token`,
      revocation_endpoint: `${issuer}/token/revocation`,
      introspection_endpoint: `${issuer}/token/introspection`,
      pushed_authorization_request_endpoint: `${issuer}/request`,
    },
  };
}
