import { createHash, X509Certificate } from 'node:crypto';
import type { ReceivedRequest } from './received-request.js';

/**
 * The certificate that the client of this connection proved to hold: PEM, DER, `X509Certificate`, or what Node's
 * `getPeerCertificate()` answers. Null, undefined or an empty object: the client showed none.
 */
export type ConnectionCertificate =
  | string
  | Uint8Array
  | X509Certificate
  | { readonly raw?: Uint8Array | undefined }
  | null
  | undefined;

function derOf(certificate: ConnectionCertificate): Uint8Array | null {
  if (certificate === null || certificate === undefined || certificate === '') return null;
  if (typeof certificate === 'string') return new X509Certificate(certificate).raw;
  return certificate instanceof Uint8Array ? certificate : (certificate.raw ?? null);
}

/**
 * `x5t#S256` of a certificate: base64url SHA-256 of its DER (RFC 8705 §3.1).
 *
 * @returns null where there is no certificate
 */
export function certificateThumbprint(certificate: ConnectionCertificate): string | null {
  const der = derOf(certificate);
  return der === null ? null : createHash('sha256').update(der).digest('base64url');
}

interface PeerSocket {
  readonly getPeerCertificate?: () => { readonly raw?: Uint8Array };
}

/**
 * The client certificate of a request that reached this very process over TLS (Node's `http`, Express, Fastify). Behind a
 * proxy that ends TLS there is none here: take it from the proxy's header, and only if nobody but the proxy can set that.
 *
 * The server must ask for a certificate (`requestCert: true`). With `rejectUnauthorized: false` it may be one that nobody
 * issued: the binding still holds, because whoever got the token proved to hold the key.
 */
export function certificateOf(request: ReceivedRequest): ConnectionCertificate {
  const server = request as { readonly socket?: PeerSocket; readonly raw?: { readonly socket?: PeerSocket } };
  const socket = server.socket ?? server.raw?.socket;
  return socket?.getPeerCertificate?.() ?? null;
}
