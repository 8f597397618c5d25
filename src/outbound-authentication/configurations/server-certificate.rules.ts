import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { canSignOthers, leafRecipe, readChain } from '../../certificates/certificate-chain.js';
import { readExtensions } from '../../certificates/read-extensions.js';
import { readUrl } from '../../config/read-url.js';
import type { Fault } from '../../errors/countersign-error.js';
import type { DraftConnection } from './draft.js';

/** A pinned certificate and the one that follows it. */
const mostPinned = 2;

/**
 * What is wrong with a server certificate that is to be pinned.
 * @param url whose certificate it is; undefined where it is not well-formed
 */
export function serverCertificateFaults(
  { serverCertificate }: DraftConnection,
  path: string,
  url: string | undefined,
  now: Date,
): readonly Fault[] {
  if (serverCertificate === null) return [];
  const { isPublicCA, pem } = serverCertificate;
  const at = `${path}.serverCertificate.pem`;
  if (pem === undefined) return [];
  if (pem === null)
    return isPublicCA === false
      ? [{ path: at, message: 'is required when `isPublicCA` is false: exactly this certificate is trusted then' }]
      : [];
  const read = readChain(pem);
  const words = 'fault' in read ? [read.fault] : wordsOf(read.chain, url, now);
  return words.map((message) => ({ path: at, message }));
}

function wordsOf(leaves: readonly X509Certificate[], url: string | undefined, now: Date): string[] {
  const words: string[] = [];
  if (leaves.some((leaf) => readExtensions(leaf) === null)) words.push('holds an extension that cannot be read');
  else if (leaves.some((leaf) => canSignOthers(leaf)))
    words.push(
      `holds a certificate that can sign others (CA:TRUE, keyCertSign or version 1): enter the server's own; ${leafRecipe('serverAuth')}`,
    );
  if (leaves.length > mostPinned)
    words.push(`must hold the server's own certificate, or two while it rotates, not ${leaves.length}`);
  if (leaves.every((leaf) => new Date(leaf.validTo) <= now))
    words.push(
      `has expired at ${leaves.map((leaf) => new Date(leaf.validTo).toISOString()).join(' and ')}: enter the one that the server presents now`,
    );
  const host = url === undefined ? undefined : readUrl(url)?.hostname.replace(/^\[|\]$/g, '');
  if (host !== undefined && leaves.every((leaf) => !isFor(leaf, host)))
    words.push(`is for ${leaves[0]?.subjectAltName ?? 'no host name'}, not for ${host}`);
  return words;
}

const isFor = (leaf: X509Certificate, host: string): boolean =>
  (isIP(host) === 0 ? leaf.checkHost(host) : leaf.checkIP(host)) !== undefined;
