import type { X509Certificate } from 'node:crypto';
import type { DistinguishedName, NameAttribute } from './distinguished-name.js';
import { type Asn1, attributeOf, oidOf, partsOf, readAsn1 } from './encoded-value.js';

const VERSION_TAG = 128;

function nameAttribute(one: Asn1): NameAttribute[] {
  const [type, value, ...more] = partsOf(one) ?? [];
  const oid = oidOf(type);
  return oid === null || value === undefined || more.length > 0 ? [] : [attributeOf(oid, value)];
}

function nameOf(value: Asn1 | undefined): DistinguishedName | null {
  const relativeNames = partsOf(value)?.map(partsOf);
  if (relativeNames === undefined) return null;
  const name = relativeNames.map((attributes) => (attributes ?? []).flatMap(nameAttribute));
  const isWhole = name.every((read, index) => read.length > 0 && read.length === relativeNames[index]?.length);
  return isWhole ? name : null;
}

/** Reads a Name of X.501 in DER; null when the bytes are none. */
export function readEncodedName(der: Buffer): DistinguishedName | null {
  return nameOf(readAsn1(der) ?? undefined);
}

/** Places of TBSCertificate (RFC 5280 §4.1) after the version: serial number, signature, issuer, validity, subject. */
const PLACES = { issuer: 2, subject: 4 } as const;

function nameAt(certificate: X509Certificate, member: keyof typeof PLACES): DistinguishedName | null {
  const [toBeSigned] = partsOf(readAsn1(certificate.raw) ?? undefined) ?? [];
  const members = partsOf(toBeSigned) ?? [];
  const hasVersion = (members[0]?.tagClass as number | undefined) === VERSION_TAG;
  return nameOf(members[PLACES[member] + (hasVersion ? 1 : 0)]);
}

/** The subject as the certificate has it; null when it cannot be read. */
export const subjectNameOf = (certificate: X509Certificate): DistinguishedName | null => nameAt(certificate, 'subject');

/** Who has issued the certificate, as it says itself; null when it cannot be read. */
export const issuerNameOf = (certificate: X509Certificate): DistinguishedName | null => nameAt(certificate, 'issuer');
