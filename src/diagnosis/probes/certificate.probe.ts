import type { TLSSocket } from 'node:tls';
import { AddressPolicy } from '../../outbound/address-policy.js';
import { guardedConnector } from '../../outbound/connector.js';
import { Demand } from '../../outbound/demand.js';
import { systemResolver } from '../../outbound/judged-addresses.js';
import { connectMs } from '../../outbound/limits.js';
import { type TlsTrust, tlsTrust } from '../../outbound/tls-trust.js';

/** The certificate that a server presents, whether it is trusted or not. */
export interface CertificateSeen {
  readonly host: string;
  /** E.g. `CN=idp.example`. */
  readonly subject: string;
  readonly issuer: string;
  readonly selfSigned: boolean;
  readonly validFrom: Date;
  readonly validTo: Date;
  /** SHA-256 in hex with colons. */
  readonly fingerprint: string;
}

/**
 * Reads the certificate of a server by a handshake that verifies nothing and after which nothing is sent: what is wrong with a
 * certificate can only be told from the certificate. The address is guarded as for every call. Null when there is none.
 */
export function probeCertificate(origin: string, allowedCidrs: readonly string[]): Promise<CertificateSeen | null> {
  const url = new URL(origin);
  if (url.protocol !== 'https:') return Promise.resolve(null);
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  const lookOnly: TlsTrust & { readonly rejectUnauthorized: false } = {
    ...tlsTrust({}),
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
  };
  const demand = new Demand();
  demand.enter(`${url.protocol}//${url.host}`);
  const connect = guardedConnector({
    policy: new AddressPolicy(allowedCidrs),
    resolve: systemResolver(),
    connectMs,
    trust: lookOnly,
    demand,
  });
  return new Promise((resolve) => {
    connect({ hostname, host: url.host, protocol: url.protocol, port: url.port }, (_error, socket) => {
      resolve(socket === null ? null : read(socket as TLSSocket, url.host));
      socket?.destroy();
    });
  });
}

function read(socket: TLSSocket, host: string): CertificateSeen | null {
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined) return null;
  const oneLine = (name: string) => name.split('\n').join(', ').slice(0, 200);
  return {
    host,
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    selfSigned: certificate.subject === certificate.issuer,
    validFrom: new Date(certificate.validFrom),
    validTo: new Date(certificate.validTo),
    fingerprint: certificate.fingerprint256,
  };
}
