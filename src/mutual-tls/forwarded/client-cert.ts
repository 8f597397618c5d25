import type { X509Certificate } from 'node:crypto';
import { type Forwarded, linesOf, MOST_INTERMEDIATES, readDer } from './read-forwarded.js';

/** A byte sequence of structured fields (RFC 8941 §3.3.5): base64 between colons, with its padding. */
const BYTE_SEQUENCE = /^:((?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?):$/;

function certificateOf(item: string): X509Certificate | null {
  const encoded = BYTE_SEQUENCE.exec(item.trim())?.[1];
  return encoded === undefined ? null : readDer(Buffer.from(encoded, 'base64'));
}

/** Reads `Client-Cert` and `Client-Cert-Chain` (RFC 9440 §2). Without a client certificate a proxy sends neither. */
export function readClientCert(rawHeaders: readonly string[]): Forwarded {
  const [line, ...more] = linesOf(rawHeaders, 'client-cert');
  // A list may stand in several lines (RFC 8941 §3.1).
  const chain = linesOf(rawHeaders, 'client-cert-chain').flatMap((value) => value.split(','));
  if (line === undefined)
    return chain.length === 0 ? null : { fault: 'Client-Cert-Chain is there without Client-Cert' };
  if (more.length > 0) return { fault: 'Client-Cert is there more than once' };
  const leaf = certificateOf(line);
  if (leaf === null)
    return {
      fault: 'Client-Cert is not one certificate: expected its DER form in base64 between two colons (RFC 9440)',
    };
  if (chain.length > MOST_INTERMEDIATES)
    return { fault: `Client-Cert-Chain has more than ${MOST_INTERMEDIATES} certificates` };
  const intermediates = chain.map(certificateOf);
  return intermediates.some((one) => one === null)
    ? { fault: 'Client-Cert-Chain is not a list of certificates, each in base64 between two colons (RFC 9440)' }
    : { leaf, intermediates: intermediates.filter((one) => one !== null) };
}
