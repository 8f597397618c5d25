import type { X509Certificate } from 'node:crypto';
import type { KeyUsageFlags } from '@peculiar/x509';
import { x509 } from './certificate-libraries.js';

/** What the extensions of a certificate allow it (RFC 5280 §4.2.1). */
export interface CertificateExtensions {
  readonly isAuthority: boolean;
  /** How many authorities may stand below it; null: any number. */
  readonly pathLength: number | null;
  /** null: there is no keyUsage, so any use. */
  readonly mayCertify: boolean | null;
  readonly maySign: boolean | null;
  /** OIDs; null: there is no extendedKeyUsage. */
  readonly purposes: readonly string[] | null;
  /** OIDs of extensions that must be understood and are not judged here; nameConstraints always, critical or not. */
  readonly notJudged: readonly string[];
  /** Of the signature on it, e.g. `SHA-256`; null where the algorithm has none to name (Ed25519). */
  readonly signatureHash: string | null;
}

const NAME_CONSTRAINTS = '2.5.29.30';
/** basicConstraints, keyUsage, extendedKeyUsage, subjectAltName, certificatePolicies (any policy will do). */
const JUDGED = new Set(['2.5.29.19', '2.5.29.15', '2.5.29.37', '2.5.29.17', '2.5.29.32']);

/** @returns null when the extensions cannot be read */
export function readExtensions(certificate: X509Certificate): CertificateExtensions | null {
  try {
    const parsed = new (x509().X509Certificate)(certificate.raw);
    const constraints = parsed.getExtension(x509().BasicConstraintsExtension);
    const usages = parsed.getExtension(x509().KeyUsagesExtension)?.usages ?? null;
    const has = (flag: KeyUsageFlags): boolean | null => (usages === null ? null : (usages & flag) !== 0);
    const { hash } = parsed.signatureAlgorithm as { readonly hash?: { readonly name: string } };
    return {
      isAuthority: constraints?.ca ?? false,
      pathLength: constraints?.pathLength ?? null,
      mayCertify: has(x509().KeyUsageFlags.keyCertSign),
      maySign: has(x509().KeyUsageFlags.digitalSignature),
      purposes: parsed.getExtension(x509().ExtendedKeyUsageExtension)?.usages.map(String) ?? null,
      notJudged: parsed.extensions
        .filter(({ type, critical }) => (critical && !JUDGED.has(type)) || type === NAME_CONSTRAINTS)
        .map(({ type }) => type),
      signatureHash: hash?.name ?? null,
    };
  } catch {
    return null;
  }
}
