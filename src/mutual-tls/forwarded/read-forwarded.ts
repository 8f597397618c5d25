import type { X509Certificate } from 'node:crypto';
import { readCertificate } from '../../certificates/read-certificate.js';

/** What the headers of a proxy say: a certificate with what came beside it, none (null), or something that is refused. */
export type Forwarded =
  | { readonly leaf: X509Certificate; readonly intermediates: readonly X509Certificate[] }
  | { readonly fault: string }
  | null;

/** Certificates that are taken with one: nobody has so many. */
export const MOST_INTERMEDIATES = 10;

/** Values of one header in the order of their lines, as they came. Node joins lines that repeat, which hides that they did. */
export function linesOf(rawHeaders: readonly string[], name: string): readonly string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name);
}

/** @returns null when the bytes are not exactly one certificate in DER */
export function readDer(bytes: Buffer): X509Certificate | null {
  const certificate = readCertificate(bytes);
  // What follows the certificate was read by nobody.
  return certificate?.raw.equals(bytes) === true ? certificate : null;
}
