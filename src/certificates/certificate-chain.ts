import { createHash, type X509Certificate } from 'node:crypto';
import { x509 } from './certificate-libraries.js';
import { splitAt } from './names/written-name.js';
import { pemBlocks } from './pem-blocks.js';
import { readCertificate } from './read-certificate.js';

/** `x5t#S256` (RFC 8705 §3.1): base64url SHA-256 of the DER form. */
export function thumbprintOf(certificate: X509Certificate): string {
  return createHash('sha256').update(certificate.raw).digest('base64url');
}

/** Types that the library names in a way of its own, as RFC 4519 and RFC 2985 name them. */
const names: Readonly<Record<string, string>> = { E: 'emailAddress', G: 'givenName', I: 'initials', T: 'title' };

const named = (attribute: string): string => attribute.replace(/^[EGIT](?==)/, (name) => names[name] ?? name);

/**
 * The subject as RFC 4514 writes it, the narrowest name first, e.g. `CN=partner,O=Example`: Node's own has one attribute a
 * line, the library's has the certificate's order.
 */
export function subjectOf(certificate: X509Certificate): string {
  const inCertificate = splitAt(new (x509().X509Certificate)(certificate.raw).subject, ',');
  return inCertificate
    .map((relativeName) => splitAt(relativeName.trimStart(), '+').map(named).join('+'))
    .reverse()
    .join(',');
}

/**
 * Whether others could be signed with it: basicConstraints CA:TRUE, keyCertSign, or a version without extensions that says
 * nothing about it while it has signed itself (X.509 version 1, RFC 5280 §4.2.1.9).
 */
export function canSignOthers(certificate: X509Certificate): boolean {
  if (certificate.ca) return true;
  const parsed = new (x509().X509Certificate)(certificate.raw);
  const usages = parsed.getExtension(x509().KeyUsagesExtension)?.usages ?? 0;
  if ((usages & x509().KeyUsageFlags.keyCertSign) !== 0) return true;
  return parsed.extensions.length === 0 && certificate.checkIssued(certificate);
}

/** How to make a certificate that passes, for whoever sent one that can sign others. */
export const leafRecipe = (usage: 'clientAuth' | 'serverAuth'): string =>
  `make one that cannot: openssl req -x509 -new -key key.pem -subj /CN=… -addext basicConstraints=critical,CA:FALSE -addext extendedKeyUsage=${usage}`;

/** The certificates of a PEM text in their order, or what is wrong with the text. */
export function readChain(
  text: string,
): { readonly chain: readonly [X509Certificate, ...X509Certificate[]] } | { readonly fault: string } {
  const { blocks, rest } = pemBlocks(text);
  const labels = blocks.map(({ label }) => label);
  if (labels.some((label) => label.includes('PRIVATE KEY')))
    return { fault: 'holds a private key: send certificates only here' };
  if (labels.some((label) => label.includes('REQUEST')))
    return { fault: 'is a certificate request (CSR): send the certificate that was issued for it' };
  const expected = 'must be X.509 certificates as PEM (-----BEGIN CERTIFICATE-----) and nothing else';
  if (labels.some((label) => label !== 'CERTIFICATE') || rest.trim() !== '') return { fault: expected };
  const read = blocks.flatMap((block) => readCertificate(block.text) ?? []);
  if (read.length < blocks.length) return { fault: `${expected}; one of them cannot be read` };
  const [leaf, ...issuers] = read;
  return leaf === undefined ? { fault: expected } : { chain: [leaf, ...issuers] };
}
