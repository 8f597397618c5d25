import type { X509Certificate } from 'node:crypto';
import { canSignOthers } from './certificate-chain.js';
import { type CertificateExtensions, readExtensions } from './read-extensions.js';
import { weakRsaBits } from './weak-rsa.js';

/** A client certificate with what it is judged by. */
interface ClientChain {
  readonly leaf: X509Certificate;
  /** What came with it, in any order. Nothing is believed of them: they only may help to find the way. */
  readonly intermediates: readonly X509Certificate[];
  /** Who may sign clients here. Nobody else is trusted, whatever a TLS library thinks. */
  readonly authorities: readonly X509Certificate[];
}

/** Why a chain is not trusted. */
export type ChainReason =
  | 'no_authorities'
  | 'unreadable'
  | 'not_yet_valid'
  | 'expired'
  | 'signs_others'
  | 'purpose'
  | 'weak'
  | 'extension_not_judged'
  | 'untrusted';

type ChainVerdict =
  | {
      readonly trusted: true /** Its own, then its issuers, the authority last. */;
      readonly path: readonly X509Certificate[];
    }
  | { readonly trusted: false; readonly reason: ChainReason; readonly detail: string };

const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';
const ANY_PURPOSE = '2.5.29.37.0';
const WEAK_HASHES = new Set(['MD2', 'MD5', 'SHA-1']);
/** More authorities in one path than any hierarchy has. */
const LONGEST_PATH = 8;
/** Signatures that are verified for one chain at most: somebody may send certificates that all have one name. */
const MOST_SIGNATURES = 40;

const distrusted = (reason: ChainReason, detail: string): ChainVerdict => ({ trusted: false, reason, detail });

/**
 * Judges the certificate of a client (RFC 5280 §6, RFC 8705 §2.1): a path of valid signatures to one of the authorities, each of
 * its certificates valid now and strong enough, each issuer allowed to issue, the first one made for clients
 * (extendedKeyUsage clientAuth) and unable to sign others. Revocation is not looked at, name constraints are refused.
 */
export function judgeClientChain({ leaf, intermediates, authorities }: ClientChain, now: Date): ChainVerdict {
  if (authorities.length === 0)
    return distrusted('no_authorities', 'No authority is configured whose client certificates could be trusted');
  const extensions = readExtensions(leaf);
  if (extensions === null) return distrusted('unreadable', 'The client certificate cannot be read');
  const fault = faultOfLeaf(leaf, extensions, now);
  if (fault !== null) return fault;
  const search: Search = { intermediates, authorities, now, verified: 0, refused: null };
  const path = pathFrom(leaf, [leaf], search);
  if (path !== null) return { trusted: true, path };
  return (
    search.refused ??
    distrusted('untrusted', 'The client certificate has no path to an authority that is trusted for this client')
  );
}

function faultOfLeaf(leaf: X509Certificate, extensions: CertificateExtensions, now: Date): ChainVerdict | null {
  const fault = faultOfAny(leaf, extensions, now, 'The client certificate');
  if (fault !== null) return fault;
  if (canSignOthers(leaf))
    return distrusted(
      'signs_others',
      'The client certificate is one that can sign others (CA:TRUE, keyCertSign or version 1)',
    );
  if (extensions.purposes?.includes(CLIENT_AUTH) !== true)
    return distrusted('purpose', 'The client certificate is not made for clients: extendedKeyUsage has no clientAuth');
  if (extensions.maySign === false)
    return distrusted('purpose', 'The client certificate may not sign a handshake: keyUsage has no digitalSignature');
  return null;
}

function faultOfAny(
  certificate: X509Certificate,
  { notJudged, signatureHash }: CertificateExtensions,
  now: Date,
  name: string,
  isAuthority = false,
): ChainVerdict | null {
  const validFrom = new Date(certificate.validFrom);
  const validTo = new Date(certificate.validTo);
  // Written so that a date that cannot be read is a fault.
  if (!(validFrom <= now)) return distrusted('not_yet_valid', `${name} is not valid before ${iso(validFrom)}`);
  if (!(now < validTo)) return distrusted('expired', `${name} has expired at ${iso(validTo)}`);
  if (notJudged.length > 0)
    return distrusted(
      'extension_not_judged',
      `${name} has an extension that is not judged here: ${notJudged.join(', ')}`,
    );
  const bits = weakRsaBits(certificate.publicKey);
  if (bits !== null) return distrusted('weak', `${name} has an RSA key of ${bits} bits`);
  // What an authority has signed itself with is not what it is trusted for.
  if (!isAuthority && signatureHash !== null && WEAK_HASHES.has(signatureHash))
    return distrusted('weak', `${name} is signed with ${signatureHash}`);
  return null;
}

const iso = (date: Date): string => (Number.isNaN(date.getTime()) ? 'a time that cannot be read' : date.toISOString());

interface Search extends Omit<ClientChain, 'leaf'> {
  readonly now: Date;
  verified: number;
  /** Why an issuer that had signed was not good enough: says more than that there is no path. */
  refused: ChainVerdict | null;
}

/** Searches issuers depth first. @param path its own, then its issuers so far */
function pathFrom(
  subject: X509Certificate,
  path: readonly X509Certificate[],
  search: Search,
): readonly X509Certificate[] | null {
  if (path.length > LONGEST_PATH) return null;
  for (const issuer of search.authorities)
    if (hasIssued(issuer, subject, search) && mayIssue(issuer, path, search, true)) return [...path, issuer];
  for (const issuer of search.intermediates) {
    if (path.some(({ fingerprint256 }) => fingerprint256 === issuer.fingerprint256)) continue;
    if (!hasIssued(issuer, subject, search) || !mayIssue(issuer, path, search, false)) continue;
    const found = pathFrom(issuer, [...path, issuer], search);
    if (found !== null) return found;
  }
  return null;
}

function hasIssued(issuer: X509Certificate, subject: X509Certificate, search: Search): boolean {
  if (search.verified >= MOST_SIGNATURES || !subject.checkIssued(issuer)) return false;
  search.verified += 1;
  try {
    return subject.verify(issuer.publicKey);
  } catch {
    return false;
  }
}

function mayIssue(
  issuer: X509Certificate,
  path: readonly X509Certificate[],
  search: Search,
  isAuthority: boolean,
): boolean {
  const fault = faultOfIssuer(issuer, path, search.now, isAuthority);
  search.refused ??= fault;
  return fault === null;
}

function faultOfIssuer(
  issuer: X509Certificate,
  path: readonly X509Certificate[],
  now: Date,
  isAuthority: boolean,
): ChainVerdict | null {
  const name = isAuthority ? 'The authority that has signed' : `Certificate ${path.length + 1} of the chain`;
  const extensions = readExtensions(issuer);
  if (extensions === null) return distrusted('unreadable', `${name} cannot be read`);
  const fault = faultOfAny(issuer, extensions, now, name, isAuthority);
  if (fault !== null) return fault;
  if (!extensions.isAuthority || extensions.mayCertify === false)
    return distrusted('untrusted', `${name} is none that may issue (basicConstraints, keyUsage)`);
  // Certificates that name themselves as their issuer do not count (RFC 5280 §6.1.4 (l)).
  const between = path.slice(1).filter(({ subject, issuer: own }) => subject !== own).length;
  if (extensions.pathLength !== null && between > extensions.pathLength)
    return distrusted('untrusted', `${name} allows at most ${extensions.pathLength} authorities below it`);
  const { purposes } = extensions;
  if (purposes !== null && !purposes.includes(CLIENT_AUTH) && !purposes.includes(ANY_PURPOSE))
    return distrusted('purpose', `${name} may not issue for clients: extendedKeyUsage has no clientAuth`);
  return null;
}

/** Why a certificate cannot be an authority for clients; null when it can. Its validity is judged when it is used. */
export function faultOfAuthority(certificate: X509Certificate): string | null {
  const extensions = readExtensions(certificate);
  if (extensions === null) return 'cannot be read';
  if (!extensions.isAuthority || extensions.mayCertify === false)
    return 'is no authority: basicConstraints must be CA:TRUE, and keyUsage, where there is one, must have keyCertSign';
  if (extensions.notJudged.length > 0)
    return `has an extension that is not judged here, so nothing below it would be trusted: ${extensions.notJudged.join(', ')}`;
  return null;
}
