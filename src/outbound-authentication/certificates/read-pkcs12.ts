import { createPrivateKey, type KeyObject, type X509Certificate } from 'node:crypto';
import type Forge from 'node-forge';
import { forge } from '../../certificates/certificate-libraries.js';
import { readCertificate } from '../../certificates/read-certificate.js';
import type { Chain } from './client-chain-faults.js';

/** More rounds than any tool writes would keep the service busy: node-forge derives the key of the MAC in JavaScript. */
const mostIterations = 300_000;

const oids = { certBag: '1.2.840.113549.1.12.10.1.3' } as const;

/** Which member of the request is at fault, and why. */
interface Pkcs12Fault {
  readonly member: 'pkcs12' | 'passphrase';
  readonly message: string;
}

interface Pkcs12Content {
  readonly key: KeyObject;
  /** The certificate of the key first, then the others in the order of issuing. */
  readonly chain: Chain;
}

/** Opens a PKCS#12 file (RFC 7292), with the old ciphers too that Windows still exports. */
export function readPkcs12(
  file: Uint8Array,
  passphrase: string,
): { readonly content: Pkcs12Content } | { readonly fault: Pkcs12Fault } {
  const faulty = (message: string) => ({ fault: { member: 'pkcs12' as const, message } });
  const notOne = faulty('must be a PKCS#12 file (.p12, .pfx) in base64');
  const structure = asn1Of(binary(file));
  if (structure === null || !looksLikePkcs12(structure)) return notOne;
  if (iterationsWithin(structure) > mostIterations)
    return faulty(`asks for more than ${mostIterations} rounds of key derivation: export it again with fewer`);
  const opened = open(binary(file), passphrase);
  if (opened === 'wrong passphrase')
    return { fault: { member: 'passphrase', message: 'does not open the PKCS#12 file: it is another passphrase' } };
  if (opened === 'unreadable') return faulty('is encrypted in a way that cannot be read: export it again with AES-256');
  return contentOf(opened.safeContents.flatMap(({ safeBags }) => safeBags));
}

const binary = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

function asn1Of(der: string): Forge.asn1.Asn1 | null {
  try {
    return forge().asn1.fromDer(der);
  } catch {
    return null;
  }
}

const childrenOf = (node: Forge.asn1.Asn1 | undefined): readonly Forge.asn1.Asn1[] =>
  Array.isArray(node?.value) ? node.value : [];

/** PFX: version 3, authSafe, and a MAC where a passphrase protects it (RFC 7292 §4). */
function looksLikePkcs12(structure: Forge.asn1.Asn1): boolean {
  const [version, content] = childrenOf(structure);
  return version?.type === forge().asn1.Type.INTEGER && version.value === '\u0003' && childrenOf(content).length > 0;
}

/** The largest number that may be a count of iterations, in encrypted parts' parameters too. */
function iterationsWithin(node: Forge.asn1.Asn1, depth = 0): number {
  if (depth > 20) return 0;
  if (Array.isArray(node.value)) return Math.max(0, ...node.value.map((child) => iterationsWithin(child, depth + 1)));
  if (node.type === forge().asn1.Type.INTEGER && node.value.length <= 5)
    return Buffer.from(node.value, 'latin1').reduce((sum, byte) => sum * 256 + byte, 0);
  if (node.type !== forge().asn1.Type.OCTETSTRING || node.value.length < 20) return 0;
  const inner = asn1Of(node.value);
  return inner === null ? 0 : iterationsWithin(inner, depth + 1);
}

type Opened = Forge.pkcs12.Pkcs12Pfx | 'wrong passphrase' | 'unreadable';

function open(der: string, passphrase: string): Opened {
  try {
    return forge().pkcs12.pkcs12FromAsn1(forge().asn1.fromDer(der), false, passphrase);
  } catch (error) {
    if (isMacFault(error)) return 'wrong passphrase';
    return openPbes2(der, passphrase);
  }
}

/** The library has one error type for all; its text for this one is the only sign. */
const isMacFault = (error: unknown): boolean => error instanceof Error && error.message.includes('MAC');

/**
 * The MAC derives its key from the passphrase as UTF-16 (RFC 7292 §B.1), PBES2 from its UTF-8 (RFC 8018 §3); the library passes
 * the same text to both, which differs beyond ASCII. Here the MAC has been verified already, so it is left out.
 */
function openPbes2(der: string, passphrase: string): Opened {
  const withoutMac = forge().asn1.fromDer(der);
  if (Array.isArray(withoutMac.value)) withoutMac.value.splice(2);
  try {
    return forge().pkcs12.pkcs12FromAsn1(withoutMac, false, binary(Buffer.from(passphrase, 'utf8')));
  } catch {
    return 'unreadable';
  }
}

function contentOf(
  bags: readonly Forge.pkcs12.Bag[],
): { readonly content: Pkcs12Content } | { readonly fault: Pkcs12Fault } {
  const faulty = (message: string) => ({ fault: { member: 'pkcs12' as const, message } });
  const certificateBags = bags.filter(({ type }) => type === oids.certBag);
  const certificates = certificateBags.flatMap((bag) => certificateOf(bag) ?? []);
  if (certificates.length < certificateBags.length) return faulty('holds a certificate that cannot be read');
  const [key, ...moreKeys] = bags.filter(({ type }) => type !== oids.certBag).flatMap((bag) => keyOf(bag));
  if (key === undefined) return faulty('holds no private key');
  if (moreKeys.length > 0) return faulty('holds several private keys: export the one that is meant');
  const leaf = certificates.find((certificate) => certificate.checkPrivateKey(key));
  if (leaf === undefined)
    return faulty(
      certificates.length === 0 ? 'holds no certificate' : 'holds a private key that is not the key of its certificate',
    );
  return { content: { key, chain: [leaf, ...issuersOf(leaf, certificates)] } };
}

function certificateOf(bag: Forge.pkcs12.Bag): X509Certificate | null {
  try {
    return readCertificate(derOf(bag));
  } catch {
    return null;
  }
}

/** EC keys and certificates come as ASN.1; what the library understands itself (RSA) has to be written again. */
function derOf({ cert, asn1 }: Forge.pkcs12.Bag): Buffer {
  const node = cert ? forge().pki.certificateToAsn1(cert) : asn1;
  return Buffer.from(forge().asn1.toDer(node).getBytes(), 'latin1');
}

function keyOf({ key, asn1 }: Forge.pkcs12.Bag): KeyObject[] {
  try {
    if (key) return [createPrivateKey(forge().pki.privateKeyToPem(key))];
    const der = Buffer.from(forge().asn1.toDer(asn1).getBytes(), 'latin1');
    return [createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })];
  } catch {
    return [];
  }
}

/** A file's bags have no order: what issued the leaf is found by its signature. */
function issuersOf(leaf: X509Certificate, certificates: readonly X509Certificate[]): X509Certificate[] {
  const rest = new Set(certificates.filter((certificate) => certificate !== leaf));
  const chain: X509Certificate[] = [];
  for (let last = leaf; ; ) {
    const subject = last;
    const issuer = [...rest].find((one) => subject.checkIssued(one) && subject.verify(one.publicKey));
    if (issuer === undefined) return chain;
    rest.delete(issuer);
    chain.push(issuer);
    last = issuer;
  }
}
