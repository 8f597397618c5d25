import { KeyObject, type VerifyKeyObjectInput, verify } from 'node:crypto';
import type { CryptoKey } from 'jose';
import { weakRsaBits } from '../../certificates/weak-rsa.js';
import type { CompactJws } from '../jwt/compact-jws.js';

type Algorithm = Readonly<Record<'hash', string>> & Pick<VerifyKeyObjectInput, 'dsaEncoding'>;

/** Those of which nearly every login has one, and whose judgement takes less than the thread that WebCrypto hands it to. */
const inPlace: Readonly<Partial<Record<string, Algorithm>>> = {
  ES256: { hash: 'sha256', dsaEncoding: 'ieee-p1363' },
  RS256: { hash: 'sha256' },
};

const keyObjects = new WeakMap<CryptoKey, KeyObject>();

function keyObjectOf(key: CryptoKey): KeyObject {
  const known = keyObjects.get(key) ?? KeyObject.from(key);
  keyObjects.set(key, known);
  return known;
}

/**
 * Whether a JWS of which nothing is in doubt is signed with a key that was imported for its algorithm.
 * @returns false also where it is not known: then jose judges, and says what is wrong
 */
export function isPlainlySigned({ raw, header: { alg } }: CompactJws, key: CryptoKey | Uint8Array): boolean {
  const algorithm = inPlace[alg];
  if (algorithm === undefined || key instanceof Uint8Array) return false;
  const publicKey = keyObjectOf(key);
  // Whether it is strong enough is what jose judges with each signature; all else of a key it has judged when it imported it.
  if (weakRsaBits(publicKey) !== null) return false;
  const end = raw.lastIndexOf('.');
  const { hash, ...options } = algorithm;
  return verify(
    hash,
    Buffer.from(raw.slice(0, end), 'ascii'),
    { key: publicKey, ...options },
    Buffer.from(raw.slice(end + 1), 'base64url'),
  );
}
