import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { calculateJwkThumbprint, type JWK } from 'jose';
import type { GeneratedKeyKind } from './client-key.schema.js';

const generate = promisify(generateKeyPair);

/** A key pair that was made here. The private part is for one answer and is never stored. */
interface MadeKey {
  readonly jwk: JWK & { readonly kid: string };
  /** PKCS#8 PEM. */
  readonly privateKey: string;
}

/** A public key as a request has it, judged by `clientKeySchema`. */
export type GivenKey = Readonly<Record<string, unknown>>;

/** Members of a JWK that are about the key: others are dropped, so that nothing is stored that nobody looked at. */
const MEMBERS = ['kty', 'n', 'e', 'crv', 'x', 'y', 'alg', 'use', 'kid', 'x5c'];

/** A public key as it is stored; its RFC 7638 thumbprint is its name where it has none. */
export async function namedKey(jwk: GivenKey): Promise<JWK & { readonly kid: string }> {
  const kept = Object.fromEntries(
    MEMBERS.flatMap((name) => (jwk[name] === undefined ? [] : [[name, jwk[name]]])),
  ) as JWK;
  return { ...kept, kid: kept.kid ?? (await calculateJwkThumbprint(kept)) };
}

/** @returns null where none is asked for */
export async function madeKey(kind: GeneratedKeyKind | undefined): Promise<MadeKey | null> {
  if (kind === undefined) return null;
  const { privateKey, publicKey } =
    kind === 'EC-P256'
      ? await generate('ec', { namedCurve: 'P-256' })
      : await generate('rsa', { modulusLength: kind === 'RSA-4096' ? 4096 : 2048 });
  const jwk = await namedKey({ ...publicKey.export({ format: 'jwk' }), use: 'sig' });
  return { jwk, privateKey: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString() };
}
