import type { Settings } from '../../config/settings.js';
import { readClientCert } from './client-cert.js';
import { readSslClientCert } from './escaped-pem.js';
import { type Forwarded, linesOf } from './read-forwarded.js';
import { readXfcc } from './xfcc.js';

export type CertificateHeader = NonNullable<Settings['CLIENT_CERTIFICATE_HEADER']>;

interface Kind {
  /** In lower case. */
  readonly headers: readonly string[];
  read(rawHeaders: readonly string[]): Forwarded;
}

const kinds: Readonly<Record<CertificateHeader, Kind>> = {
  'client-cert': { headers: ['client-cert', 'client-cert-chain'], read: readClientCert },
  'x-ssl-client-cert': { headers: ['x-ssl-client-cert'], read: readSslClientCert },
  xfcc: { headers: ['x-forwarded-client-cert'], read: readXfcc },
};

interface Sender {
  /** Whether the connection is one of `CLIENT_CERTIFICATE_PROXIES`. */
  readonly isBelieved: boolean;
  /** As it may be told to whoever asks. */
  readonly address: string;
}

/**
 * Reads the header that the operator named, from a proxy that is believed it. Whatever else looks like such a header is refused
 * and not ignored: somebody sends it who expects that it counts, or the proxy lets it through.
 */
export function forwardedCertificate(
  named: CertificateHeader,
  rawHeaders: readonly string[],
  { isBelieved, address }: Sender,
): Forwarded {
  for (const [kind, { headers }] of Object.entries(kinds)) {
    const [sent] = headers.filter((header) => linesOf(rawHeaders, header).length > 0);
    if (sent === undefined) continue;
    if (kind !== named)
      return {
        fault: `The header ${sent} is there, and CLIENT_CERTIFICATE_HEADER is ${named}: the proxy must take it away`,
      };
    if (!isBelieved)
      return { fault: `The header ${sent} comes from ${address}, which is not in CLIENT_CERTIFICATE_PROXIES` };
  }
  return kinds[named].read(rawHeaders);
}
