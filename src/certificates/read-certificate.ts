import { X509Certificate } from 'node:crypto';

/**
 * Reads a certificate; null when it is none, or when its key or its dates cannot be read: Node takes such a one, and throws, or names no
 * time, where it is asked for them. Its extensions are looked at by `readExtensions`.
 * @param encoded one certificate as PEM, or its DER form
 */
export function readCertificate(encoded: string | Uint8Array): X509Certificate | null {
  try {
    const certificate = new X509Certificate(encoded);
    const dates = [certificate.validFrom, certificate.validTo].map((text) => new Date(text).getTime());
    return certificate.publicKey.type === 'public' && !dates.some(Number.isNaN) ? certificate : null;
  } catch {
    return null;
  }
}
