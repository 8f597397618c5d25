import { createPrivateKey, createPublicKey, generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { calculateJwkThumbprint } from 'jose';
import type { PublicJwk } from './credential.js';

const generate = promisify(generateKeyPair);

const curveOf: Readonly<Record<string, string>> = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' };

/** Makes a private key (PKCS#8 PEM) that fits a JWS or JWE algorithm: RSA 2048, the algorithm's curve, or P-256 for ECDH-ES. */
export async function generatePrivateKey(algorithm: string): Promise<string> {
  const { privateKey } = await generateFor(algorithm);
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function generateFor(algorithm: string) {
  if (/^(RS|PS)/.test(algorithm)) return generate('rsa', { modulusLength: 2048 });
  if (/^(EdDSA|Ed25519)$/.test(algorithm)) return generate('ed25519');
  return generate('ec', { namedCurve: curveOf[algorithm] ?? 'P-256' });
}

/**
 * The public half of a private key as JWK with `use`, `alg` and `kid`.
 * @param keyId `kid`; null: the RFC 7638 thumbprint
 */
export async function publicJwkOf(
  privateKey: string,
  use: 'sig' | 'enc',
  algorithm: string | null,
  keyId: string | null,
): Promise<PublicJwk & { readonly kid: string }> {
  const jwk = createPublicKey(createPrivateKey(privateKey)).export({ format: 'jwk' });
  const members = Object.entries(jwk).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const kid = keyId ?? (await calculateJwkThumbprint(jwk));
  return { ...Object.fromEntries(members), use, ...(algorithm === null ? {} : { alg: algorithm }), kid };
}
