import { X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { MTLSCertificateAuthorized, MTLSCertificateSubjectMatches, MTLSGetCertificate } from 'oidc-provider';

/** The certificate that the client presented in its TLS handshake, whoever signed it. */
export const presentedCertificate: MTLSGetCertificate = (context) => {
  const socket = tlsSocket(context.req);
  const raw = socket?.getPeerX509Certificate()?.raw;
  return raw ? new X509Certificate(raw).toString() : undefined;
};

/** RFC 8705 §2.1: the certificate chains up to a CA that the server knows. */
export const certificateIsFromKnownAuthority: MTLSCertificateAuthorized = (context) =>
  tlsSocket(context.req)?.authorized === true;

/** Compares the registered `tls_client_auth_*` value with the certificate's subject or alternative names. */
export const certificateNames: MTLSCertificateSubjectMatches = (context, property, expected) => {
  const certificate = tlsSocket(context.req)?.getPeerX509Certificate();
  if (!certificate) return false;
  switch (property) {
    case 'tls_client_auth_subject_dn':
      return distinguishedName(certificate.subject.split('\n').reverse()) === distinguishedName(expected.split(/,\s*/));
    case 'tls_client_auth_san_dns':
      return alternativeNames(certificate).includes(`DNS:${expected}`);
    case 'tls_client_auth_san_uri':
      return alternativeNames(certificate).includes(`URI:${expected}`);
    case 'tls_client_auth_san_ip':
      return alternativeNames(certificate).includes(`IP Address:${expected}`);
    case 'tls_client_auth_san_email':
      return alternativeNames(certificate).includes(`email:${expected}`);
  }
};

function tlsSocket(request: IncomingMessage): TLSSocket | undefined {
  return request.socket instanceof TLSSocket ? request.socket : undefined;
}

function alternativeNames(certificate: X509Certificate): readonly string[] {
  return (certificate.subjectAltName ?? '').split(', ');
}

/** RFC 4514 order (most specific first), so that both spellings compare. */
function distinguishedName(parts: readonly string[]): string {
  return parts.map((part) => part.trim()).join(',');
}
