import { createHash } from 'node:crypto';
import { typeName } from '../../json/type-name.js';
import type { IdTokenExpectation, VerifiedToken } from './id-token-expectation.js';
import { type Finding, finding } from './id-token-finding.js';

/** OpenID Connect Core §2: at most 255 ASCII characters. Blank or unprintable ones name nobody that can be told apart. */
const printable = /^(?=.*[^ ])[\x20-\x7e]{1,255}$/;

export function checkSubject({ claims }: VerifiedToken): Finding[] {
  const { sub } = claims;
  if (sub === undefined || sub === null || sub === '') {
    const seen = sub === '' ? 'empty text' : typeName(sub);
    return [finding('id_token.subject_missing', `sub: expected text, saw ${seen}`)];
  }
  if (typeof sub !== 'string') {
    return [finding('id_token.subject_invalid', `sub: expected text, saw ${typeName(sub)}`)];
  }
  if (printable.test(sub)) return [];
  const detail = `sub: expected 1 to 255 printable ASCII characters, saw ${sub.length} characters or others`;
  return [finding('id_token.subject_invalid', detail)];
}

/** OpenID Connect Core §3.1.3.7 item 11: the token answers the request that this login made. */
export function checkNonce({ claims }: VerifiedToken, { nonce: expected }: IdTokenExpectation): Finding[] {
  if (expected === null) return [];
  const { nonce } = claims;
  if (nonce === undefined || nonce === null || nonce === '') {
    return [finding('id_token.nonce_missing', 'nonce: expected the one of the authorization request, saw none')];
  }
  if (nonce === expected) return [];
  return [finding('id_token.nonce_mismatch', 'nonce: expected the one of the authorization request, saw another')];
}

/** Hash of `alg`, for `at_hash` (OpenID Connect Core §3.1.3.6). Ed25519 signs with SHA-512 inside. */
function hashOf(algorithm: unknown): 'sha256' | 'sha384' | 'sha512' | null {
  if (algorithm === 'EdDSA' || algorithm === 'Ed25519') return 'sha512';
  const bits = typeof algorithm === 'string' ? /^[A-Z]{2}(256|384|512)$/.exec(algorithm)?.[1] : undefined;
  return bits === '256' ? 'sha256' : bits === '384' ? 'sha384' : bits === '512' ? 'sha512' : null;
}

/** OpenID Connect Core §3.1.3.8: `at_hash`, which is optional here, fits the access token that came along. */
export function checkAccessTokenHash({ claims, header }: VerifiedToken, expected: IdTokenExpectation): Finding[] {
  const claimed = claims['at_hash'];
  const hash = hashOf(header['alg']);
  if (claimed === undefined || claimed === null || expected.accessToken === null || hash === null) return [];
  const digest = createHash(hash).update(expected.accessToken, 'ascii').digest();
  if (claimed === digest.subarray(0, digest.length / 2).toString('base64url')) return [];
  return [finding('id_token.access_token_hash_mismatch', 'at_hash: does not fit the access token')];
}
