import { X509Certificate } from 'node:crypto';

/** A public key of a client, as its JWKS has it. */
interface KeyWithCertificates {
  /** Base64 (not base64url) of DER, its own certificate first (RFC 7517 §4.7). */
  readonly x5c?: readonly string[] | undefined;
}

/** The first certificate of each key that has one, skipping what cannot be read. */
function registeredCertificates(keys: readonly KeyWithCertificates[]): readonly X509Certificate[] {
  return keys.flatMap(({ x5c }) => {
    try {
      return x5c?.[0] === undefined ? [] : [new X509Certificate(Buffer.from(x5c[0], 'base64'))];
    } catch {
      return [];
    }
  });
}

/** When the last of the certificates ends that a client has registered; nothing where there is none. */
export function registeredUntil(keys: readonly KeyWithCertificates[]): readonly Date[] {
  const ends = registeredCertificates(keys).map(({ validTo }) => new Date(validTo).getTime());
  return ends.length === 0 ? [] : [new Date(Math.max(...ends))];
}

/**
 * Judges a certificate of `self_signed_tls_client_auth` (RFC 8705 §2.2): it is one of those that the client has registered, and
 * valid now. No chain is looked at.
 * @returns why it is not; null when it is
 */
export function faultOfSelfSigned(
  certificate: X509Certificate,
  keys: readonly KeyWithCertificates[],
  now: Date,
): string | null {
  if (!registeredCertificates(keys).some(({ raw }) => raw.equals(certificate.raw)))
    return "The certificate is none of those in the client's keys (x5c)";
  if (!(new Date(certificate.validFrom) <= now)) return 'The client certificate is not valid yet';
  if (!(now < new Date(certificate.validTo)))
    return `The client certificate has expired at ${new Date(certificate.validTo).toISOString()}`;
  return null;
}
