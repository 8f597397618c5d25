import type { JWK } from 'jose';
import type { JsonObject } from '../../json/json-object.js';
import { quoteForeign } from '../../outbound/foreign-text.js';
import { JwtFault } from '../jwt/jwt-fault.js';
import type { KeySet, VerificationKey } from './key-set.js';

/** Key type and curve that an algorithm needs (RFC 7518 §3.1, RFC 8037 §3.1). */
function keyTypeOf(algorithm: string): { readonly kty: string; readonly crv?: string } | null {
  switch (algorithm) {
    case 'ES256':
      return { kty: 'EC', crv: 'P-256' };
    case 'ES384':
      return { kty: 'EC', crv: 'P-384' };
    case 'ES512':
      return { kty: 'EC', crv: 'P-521' };
    case 'EdDSA':
    case 'Ed25519':
      return { kty: 'OKP', crv: 'Ed25519' };
    default:
      return /^[RP]S(256|384|512)$/.test(algorithm) ? { kty: 'RSA' } : null;
  }
}

/** Both names of Ed25519 signatures mean the same (RFC 9864). */
function sameAlgorithm(one: string, other: string): boolean {
  const normal = (name: string) => (name === 'Ed25519' ? 'EdDSA' : name);
  return normal(one) === normal(other);
}

/** Whether a published key can verify signatures of an algorithm. */
export function isUsable(jwk: JWK, algorithm: string): boolean {
  const needed = keyTypeOf(algorithm);
  if (needed === null || jwk.kty !== needed.kty || (needed.crv !== undefined && jwk.crv !== needed.crv)) return false;
  if (jwk.use !== undefined && jwk.use !== 'sig') return false;
  if (jwk.key_ops !== undefined && !(Array.isArray(jwk.key_ops) && jwk.key_ops.includes('verify'))) return false;
  return jwk.alg === undefined || sameAlgorithm(jwk.alg, algorithm);
}

/** A key that is published twice is one key (RFC 7638 §1). */
function distinct(keys: readonly VerificationKey[]): readonly VerificationKey[] {
  return [...new Map(keys.map((key) => [key.identity, key])).values()];
}

/**
 * The one key that a JWS header means: by `kid`; where that is absent, shared or unknown, by the thumbprint of its certificate.
 * A token that names neither, or a set whose only usable key has no `kid`, is clear as long as there is one usable key; two
 * different usable keys with the `kid` asked for are not, since either could be the wrong one.
 * @throws JwtFault `key_not_found` or `key_ambiguous`.
 */
export function selectKey(set: KeySet, header: JsonObject & { readonly alg: string }): VerificationKey {
  const { alg } = header;
  const kid = typeof header['kid'] === 'string' && header['kid'] !== '' ? header['kid'] : null;
  const usable = set.keys.filter((key) => isUsable(key.jwk, alg));
  const named = distinct(kid === null ? usable : usable.filter((key) => key.jwk.kid === kid));
  const [match] = named;
  if (match !== undefined && named.length === 1) return match;
  const certified = distinct((match === undefined ? usable : named).filter((key) => key.hasCertificate(header)));
  if (certified[0] !== undefined && certified.length === 1) return certified[0];
  if (named.length > 1) {
    const shared = kid === null ? 'no kid in the header, and' : `kid ${quoteForeign(kid)}:`;
    throw new JwtFault('key_ambiguous', `${shared} ${named.length} keys for ${alg}`);
  }
  const [only, ...others] = distinct(usable);
  if (only !== undefined && others.length === 0 && only.jwk.kid === undefined) return only;
  const sought = kid === null ? '' : ` with kid ${quoteForeign(kid)}`;
  throw new JwtFault('key_not_found', `no key for ${alg}${sought} among ${set.keys.length} keys`);
}
