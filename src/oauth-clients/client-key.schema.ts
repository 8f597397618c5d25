import { createPublicKey } from 'node:crypto';
import { z } from 'zod';

const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'];
const LEAST_RSA_BITS = 2048;

/** Why a JWK cannot verify what a client signs; null when it can. */
function faultOfKey(jwk: Readonly<Record<string, unknown>>): string | null {
  if (PRIVATE.some((member) => jwk[member] !== undefined))
    return 'must be a public key: keep the private part to yourself, and make another pair now that this one was sent';
  if (jwk['use'] !== undefined && jwk['use'] !== 'sig') return 'must be a key for signatures (use: sig)';
  try {
    const { asymmetricKeyType: type, asymmetricKeyDetails: details } = createPublicKey({ key: jwk, format: 'jwk' });
    if (type === 'rsa' && (details?.modulusLength ?? 0) < LEAST_RSA_BITS)
      return `must be an RSA key of at least ${LEAST_RSA_BITS} bits (RFC 7518 §3.3)`;
    return type === 'rsa' || type === 'ec' || type === 'ed25519' ? null : 'must be an RSA, EC or Ed25519 key';
  } catch {
    return 'must be a public key as JWK (RFC 7517), of type RSA, EC or OKP';
  }
}

/** `kid` in a path. */
export const keyIdSchema = z.string().min(1).max(200);

/** A public key of a client. */
export const clientKeySchema = z
  .looseObject({ kty: z.string(), kid: z.string().min(1).max(200).optional() })
  .superRefine((jwk, context) => {
    const fault = faultOfKey(jwk);
    if (fault !== null) context.addIssue({ code: 'custom', message: fault });
  })
  .meta({
    id: 'OAuthClientKey',
    description:
      'Public JWK; `kid` is its RFC 7638 thumbprint where it is left out. With `x5c` for self-signed certificates.',
  });

/** Kinds of keys that are made here. */
const generatedKeyKinds = ['RSA-2048', 'RSA-4096', 'EC-P256'] as const;
export type GeneratedKeyKind = (typeof generatedKeyKinds)[number];

export const generateKeySchema = z.enum(generatedKeyKinds).meta({
  description:
    'Makes a key pair; its private key is answered once, as `privateKeyShownOnce` (PKCS#8 PEM), and stored nowhere.',
});
