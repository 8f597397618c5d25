import type { X509Certificate } from 'node:crypto';
import { readChain } from '../../certificates/certificate-chain.js';
import { type Forwarded, linesOf } from './read-forwarded.js';

/** PEM whose bytes were escaped with percent signs (RFC 3986 §2.1); null when it is not certificates and nothing else. */
export function readEscapedPem(text: string): readonly [X509Certificate, ...X509Certificate[]] | null {
  try {
    const read = readChain(decodeURIComponent(text));
    return 'chain' in read ? read.chain : null;
  } catch {
    return null;
  }
}

/** Reads `X-SSL-Client-Cert` as nginx writes `$ssl_client_escaped_cert`, which is empty without a client certificate. */
export function readSslClientCert(rawHeaders: readonly string[]): Forwarded {
  const [line, ...more] = linesOf(rawHeaders, 'x-ssl-client-cert');
  if (line === undefined) return null;
  if (more.length > 0) return { fault: 'X-SSL-Client-Cert is there more than once' };
  if (line.trim() === '') return null;
  const [leaf, ...others] = readEscapedPem(line.trim()) ?? [];
  return leaf === undefined || others.length > 0
    ? {
        fault:
          'X-SSL-Client-Cert is not one certificate: expected PEM with percent signs, as $ssl_client_escaped_cert of nginx',
      }
    : { leaf, intermediates: [] };
}
