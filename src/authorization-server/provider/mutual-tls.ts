import type { MTLSEnabledClientAuthenticationConfiguration } from 'oidc-provider';
import { requestNotes } from './request-notes.js';

type CertificateFunctions = Pick<
  MTLSEnabledClientAuthenticationConfiguration,
  'getCertificate' | 'certificateAuthorized' | 'certificateSubjectMatches'
>;

/** How oidc-provider sees the certificate of a request, and what is judged of it (RFC 8705). */
export function certificatesOf(): CertificateFunctions {
  return {
    getCertificate: (ctx) => requestNotes(ctx)?.certificate?.certificate,
    certificateAuthorized: (ctx) => {
      const { certificate, judge } = requestNotes(ctx) ?? {};
      return certificate != null && judge !== undefined && judge.faultOf(certificate) === null;
    },
    // Until names are compared nobody is let in by one.
    certificateSubjectMatches: () => false,
  };
}
