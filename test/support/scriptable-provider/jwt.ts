import { CompactEncrypt, importJWK, type JWK } from 'jose';
import type { SigningKey } from './signing-key.js';

/** How to sign something that may well be wrong. */
export interface JwtParts {
  /** Added to `alg` and `kid` of the key; `undefined` removes a member. */
  readonly header?: Readonly<Record<string, unknown>>;
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Raw JSON in place of `claims`, e.g. with a member twice. */
  readonly payload?: string;
  /** `none` leaves the signature empty and says `alg: none`, unless `header` says something else. */
  readonly key: SigningKey | 'none';
  /** Flips one bit of the signature. */
  readonly damageSignature?: boolean;
}

/** A JWT in compact serialisation. Not jose: it refuses, rightly, to make most of what a hostile provider sends. */
export function signJwt(parts: JwtParts): string {
  const { key } = parts;
  const named = key === 'none' ? { alg: 'none' } : { alg: key.alg, kid: key.kid };
  const header = JSON.stringify({ ...named, ...parts.header });
  const payload = parts.payload ?? JSON.stringify(parts.claims ?? {});
  const signingInput = `${base64url(header)}.${base64url(payload)}`;
  if (key === 'none') return `${signingInput}.`;
  const signature = key.sign(signingInput);
  if (parts.damageSignature === true) signature[0] = (signature[0] ?? 0) ^ 1;
  return `${signingInput}.${signature.toString('base64url')}`;
}

/** Wraps a signed token for the holder of `publicJwk` (RFC 7516), as OIDC Core §10.2 nests it. */
export async function encryptJwt(
  signed: string,
  publicJwk: JWK,
  { alg = 'RSA-OAEP-256', enc = 'A256GCM', header = {} }: { alg?: string; enc?: string; header?: object } = {},
): Promise<string> {
  return new CompactEncrypt(Buffer.from(signed))
    .setProtectedHeader({
      alg,
      enc,
      cty: 'JWT',
      ...(publicJwk.kid === undefined ? {} : { kid: publicJwk.kid }),
      ...header,
    })
    .encrypt(await importJWK(publicJwk, alg));
}

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url');
}
