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

/** The member that keeps a published key from verifying signatures of an algorithm; null when none does. */
function memberAgainst(jwk: JWK, algorithm: string): 'kty' | 'crv' | 'use' | 'key_ops' | 'alg' | null {
  const needed = keyTypeOf(algorithm);
  if (needed === null || jwk.kty !== needed.kty) return 'kty';
  if (needed.crv !== undefined && jwk.crv !== needed.crv) return 'crv';
  if (jwk.use !== undefined && jwk.use !== 'sig') return 'use';
  if (jwk.key_ops !== undefined && !(Array.isArray(jwk.key_ops) && jwk.key_ops.includes('verify'))) return 'key_ops';
  return jwk.alg === undefined || sameAlgorithm(jwk.alg, algorithm) ? null : 'alg';
}

/** Whether a published key can verify signatures of an algorithm. */
export function isUsable(jwk: JWK, algorithm: string): boolean {
  return memberAgainst(jwk, algorithm) === null;
}

/** Why the key that was asked for is not one for the algorithm, though it is in the set. */
function whyNot(set: KeySet, kid: string, algorithm: string): string {
  const asked = set.keys.find(({ jwk }) => jwk.kid === kid);
  const member = asked === undefined ? null : memberAgainst(asked.jwk, algorithm);
  if (asked === undefined || member === null) return '';
  return `; the one with that kid has ${member} ${quoteForeign(String(asked.jwk[member]))}`;
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
  const why = kid === null ? '' : whyNot(set, kid, alg);
  throw new JwtFault('key_not_found', `no key for ${alg}${sought} among ${set.keys.length} keys${why}`);
}
