import { createPrivateKey, createPublicKey, type KeyObject, type X509Certificate } from 'node:crypto';
import { pemBlocks } from '../certificates/pem-blocks.js';
import { readCertificate } from '../certificates/read-certificate.js';
import { LEAST_RSA_BITS, weakRsaBits } from '../certificates/weak-rsa.js';

/**
 * A private key from PKCS#8 (or PKCS#1, SEC 1) PEM or from a private JWK as JSON text; null when it is neither, is
 * encrypted, or is a public key.
 */
export function readPrivateKey(text: string): KeyObject | null {
  try {
    if (text.trimStart().startsWith('{')) {
      const jwk: unknown = JSON.parse(text);
      if (typeof jwk !== 'object' || jwk === null || !('d' in jwk)) return null;
      return createPrivateKey({ key: jwk as Record<string, unknown>, format: 'jwk' });
    }
    return createPrivateKey({ key: text, format: 'pem' });
  } catch {
    return null;
  }
}

const curveOfAlgorithm: Readonly<Record<string, string>> = {
  ES256: 'prime256v1',
  ES384: 'secp384r1',
  ES512: 'secp521r1',
};

/** What is wrong with using a private key for a JWS algorithm; null when they fit. */
export function faultOfKeyForAlgorithm(key: KeyObject, algorithm: string): string | null {
  const type = key.asymmetricKeyType ?? 'unknown';
  if (algorithm.startsWith('RS') || algorithm.startsWith('PS')) {
    if (type !== 'rsa') return `must be an RSA key for ${algorithm}, not ${type}`;
    const bits = weakRsaBits(key);
    return bits === null ? null : `must be an RSA key of at least ${LEAST_RSA_BITS} bits (RFC 7518 §3.3), not ${bits}`;
  }
  if (algorithm.startsWith('ES')) {
    const expected = curveOfAlgorithm[algorithm] ?? '';
    const curve = type === 'ec' ? (key.asymmetricKeyDetails?.namedCurve ?? 'unknown') : type;
    return curve === expected ? null : `must be an EC key on curve ${expected} for ${algorithm}, not ${curve}`;
  }
  return type === 'ed25519' ? null : `must be an Ed25519 key for ${algorithm}, not ${type}`;
}

/** What is wrong with using a private key to decrypt with one of some JWE key management algorithms; null when it fits one. */
export function faultOfDecryptionKey(key: KeyObject, algorithms: readonly string[]): string | null {
  const unpublished = faultOfPublicForm(key);
  if (unpublished !== null) return unpublished;
  const type = key.asymmetricKeyType ?? 'unknown';
  const family = type === 'rsa' ? 'RSA-OAEP' : type === 'ec' || type === 'x25519' ? 'ECDH-ES' : 'none';
  if (algorithms.length === 0 || algorithms.some((algorithm) => algorithm.startsWith(family))) return null;
  return `must be a key for ${algorithms.join(', ')}, not ${type}`;
}

/** The certificates of a PEM text in their order; null when it holds anything else, nothing, or what cannot be read. */
export function readCertificates(text: string): readonly X509Certificate[] | null {
  const { blocks, rest } = pemBlocks(text);
  if (blocks.length === 0 || rest.trim() !== '') return null;
  const read = blocks.flatMap((block) => (block.label === 'CERTIFICATE' ? (readCertificate(block.text) ?? []) : []));
  return read.length < blocks.length ? null : read;
}

/** Why the public half of a private key cannot be published as a JWK; null when it can. */
export function faultOfPublicForm(key: KeyObject): string | null {
  try {
    createPublicKey(key).export({ format: 'jwk' });
    return null;
  } catch {
    const type = key.asymmetricKeyDetails?.namedCurve ?? key.asymmetricKeyType ?? 'unknown';
    return `must be an RSA key, an EC key on curve P-256, P-384 or P-521, or an Ed25519 key: a JWK cannot name one of type ${type}`;
  }
}

/** Whether a private key belongs to the first (leaf) certificate of a PEM chain. */
export function keyBelongsToCertificate(key: KeyObject, certificate: string): boolean {
  const leaf = readCertificates(certificate)?.[0];
  return leaf?.checkPrivateKey(key) ?? false;
}
