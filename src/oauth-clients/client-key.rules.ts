import { createPublicKey, type KeyObject, type X509Certificate } from 'node:crypto';
import { readCertificate } from '../certificates/read-certificate.js';
import { LEAST_RSA_BITS, weakRsaBits } from '../certificates/weak-rsa.js';
import { asymmetricSigningAlgorithms, namesOfEd25519 } from '../credentials/algorithms.schema.js';
import { faultOfKeyForAlgorithm } from '../credentials/key-material.js';

const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'];
/** Those that a JWS algorithm is for, as Node names them. */
const CURVES: ReadonlySet<string> = new Set(['prime256v1', 'secp384r1', 'secp521r1']);

type Jwk = Readonly<Record<string, unknown>>;

/** Why a JWK cannot verify what a client signs, or is not that of the certificate beside it; null when it can. Pure. */
export function faultOfKey(jwk: Jwk): string | null {
  if (PRIVATE.some((member) => jwk[member] !== undefined))
    return 'must be a public key: keep the private part to yourself, and make another pair now that this one was sent';
  const key = readPublicKey(jwk);
  if (key === null) return 'must be a public key as JWK (RFC 7517), of type RSA, EC or OKP';
  return faultOfUse(jwk) ?? faultOfMaterial(key) ?? faultOfAlgorithm(key, jwk['alg']) ?? faultOfCertificates(key, jwk);
}

function readPublicKey(jwk: Jwk): KeyObject | null {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    return null;
  }
}

/** RFC 7517 §4.2, §4.3. */
function faultOfUse({ use, key_ops: operations }: Jwk): string | null {
  if (use !== undefined && use !== 'sig') return 'must be a key for signatures (use: sig)';
  return operations === undefined || (Array.isArray(operations) && operations.includes('verify'))
    ? null
    : 'must be a key for signatures (key_ops: verify)';
}

function faultOfMaterial(key: KeyObject): string | null {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details = {} } = key;
  if (type === 'rsa') {
    if (weakRsaBits(key) !== null) return `must be an RSA key of at least ${LEAST_RSA_BITS} bits (RFC 7518 §3.3)`;
    // With 1 everything is its own signature; an even one has no private key.
    const exponent = details.publicExponent ?? 0n;
    return exponent >= 3n && exponent % 2n === 1n ? null : 'must be an RSA key with an odd exponent of at least 3';
  }
  if (type === 'ec')
    return CURVES.has(details.namedCurve ?? '') ? null : 'must be an EC key on curve P-256, P-384 or P-521';
  return type === 'ed25519' ? null : 'must be an RSA, EC or Ed25519 key';
}

function faultOfAlgorithm(key: KeyObject, algorithm: unknown): string | null {
  if (algorithm === undefined) return null;
  const known = asymmetricSigningAlgorithms.find((one) => one === algorithm);
  return known === undefined
    ? `must have no alg, or one of ${asymmetricSigningAlgorithms.join(', ')}; ${namesOfEd25519}`
    : faultOfKeyForAlgorithm(key, known);
}

/** RFC 7517 §4.7: base64 of DER, the first certificate is the key's. */
function faultOfCertificates(key: KeyObject, { x5c }: Jwk): string | null {
  if (x5c === undefined) return null;
  const chain = Array.isArray(x5c) ? x5c.map(certificateIn) : [];
  const [own] = chain;
  if (own == null || chain.includes(null))
    return 'must have certificates in x5c, each its DER form in base64 (RFC 7517 §4.7)';
  return own.publicKey.equals(key) ? null : 'must be the key of the first certificate in its x5c (RFC 7517 §4.7)';
}

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

function certificateIn(text: unknown): X509Certificate | null {
  if (typeof text !== 'string' || !BASE64.test(text)) return null;
  const bytes = Buffer.from(text, 'base64');
  const certificate = readCertificate(bytes);
  return certificate?.raw.equals(bytes) === true ? certificate : null;
}
