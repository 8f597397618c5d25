import { createHash } from 'node:crypto';
import {
  type IdTokenChanges,
  type ScriptableProvider,
  sharedSecretKey,
  signJwt,
} from '../../support/scriptable-provider.js';
import { each, type HostileCase } from './hostile-case.js';

const none = undefined;
const seconds = () => Math.floor(Date.now() / 1000);

const claims = (
  name: string,
  changes: Readonly<Record<string, unknown>>,
  expected: HostileCase['expected'],
  idToken: object = {},
): HostileCase => ({ name, script: { idToken: { claims: changes } }, configuration: { idToken }, expected });

const token = (name: string, idToken: IdTokenChanges, expected: HostileCase['expected']): HostileCase => ({
  name,
  script: { idToken },
  expected,
});

/** The confusion of RFC 8725 §2.1: the public key as if it were a shared secret. */
const keyedWithPublicKey = (provider: ScriptableProvider) =>
  sharedSecretKey(JSON.stringify(provider.signingKey.publicJwk), 'HS256', provider.signingKey.kid);

export const idTokenCases: readonly HostileCase[] = [
  claims('happy: at_hash absent', { at_hash: none }, 'accepted'),
  claims('happy: aud as a list of one', { aud: ['sign'] }, 'accepted'),
  claims('happy: azp is ours', { azp: 'sign' }, 'accepted'),
  claims(
    'happy: null for every optional claim',
    { azp: null, nbf: null, at_hash: null, acr: null, amr: null, auth_time: null },
    'accepted',
  ),
  token('sig-invalid-rs256', { damageSignature: true }, 'id_token.signature_invalid'),
  token('alg-none', { key: 'none' }, 'id_token.unsigned'),
  token('alg-NoNe', { key: 'none', header: { alg: 'NoNe' } }, 'id_token.unsigned'),
  {
    name: 'alg-none with a signature',
    script: (provider) => ({ idToken: { header: { alg: 'none' }, key: provider.signingKey } }),
    expected: 'id_token.unsigned',
  },
  {
    name: 'alg-not-pinned: HS256 keyed with the public key',
    script: (provider) => ({ idToken: { key: keyedWithPublicKey(provider) } }),
    expected: 'id_token.algorithm_not_allowed',
  },
  {
    name: 'alg-not-pinned: HS256 with the client secret',
    script: { idToken: { key: sharedSecretKey('secret', 'HS256') } },
    expected: 'id_token.algorithm_not_allowed',
  },
  {
    name: 'alg-pinned: HS256 with the client secret, where the admin chose it',
    script: { idToken: { key: sharedSecretKey('secret', 'HS256') } },
    configuration: { idToken: { signingAlgorithms: ['HS256'] } },
    expected: 'accepted',
    calls: { jwks: 0 },
  },
  {
    name: 'HS256 with another secret',
    script: { idToken: { key: sharedSecretKey('another secret', 'HS256') } },
    configuration: { idToken: { signingAlgorithms: ['HS256'] } },
    expected: 'id_token.signature_invalid',
  },
  {
    name: 'HS256 keyed with the public key, where the admin chose HS256',
    script: (provider) => ({ idToken: { key: keyedWithPublicKey(provider) } }),
    configuration: { idToken: { signingAlgorithms: ['HS256', 'RS256'] } },
    expected: 'id_token.signature_invalid',
  },
  token('alg is an array', { header: { alg: ['RS256'] } }, 'id_token.malformed'),
  token('alg absent', { header: { alg: none } }, 'id_token.malformed'),
  token('crit', { header: { crit: ['b64'], b64: true } }, 'id_token.critical_header_unsupported'),
  token('crit empty', { header: { crit: [] } }, 'id_token.critical_header_unsupported'),
  {
    name: 'embedded jwk, jku and x5u are not looked at',
    script: (provider) => ({
      idToken: {
        header: { jwk: provider.signingKey.publicJwk, jku: 'https://evil.example/keys', x5u: 'https://evil.example/x' },
      },
    }),
    expected: 'accepted',
  },
  ...each(
    'garbage',
    {
      'two parts': 'a.b',
      'four parts': 'a.b.c.d',
      'not base64url': 'e30=.e30.AA',
      'header no JSON': 'AAAA.e30.AAAA',
      'header an array': `${Buffer.from('[]').toString('base64url')}.e30.AAAA`,
      'claims a text': `${Buffer.from('{"alg":"RS256"}').toString('base64url')}.${Buffer.from('"x"').toString('base64url')}.AAAA`,
      'not UTF-8': `${Buffer.from('{"alg":"RS256"}').toString('base64url')}._w.AAAA`,
      text: 'hello',
      dots: '..',
    },
    (raw) => ({
      script: { idToken: { raw } },
      expected: 'id_token.malformed',
    }),
  ),
  {
    name: 'a claim twice',
    script: (provider) => ({
      idToken: ({ claims: happy }) => ({
        raw: signJwt({
          key: provider.signingKey,
          payload: JSON.stringify(happy).replace('{', '{"sub":"someone-else",'),
        }),
      }),
    }),
    expected: 'id_token.duplicate_member',
  },
  {
    name: 'a claim twice with an equal value',
    script: (provider) => ({
      idToken: ({ claims: happy }) => ({
        raw: signJwt({
          key: provider.signingKey,
          payload: JSON.stringify(happy).replace('{', `{"iss":${JSON.stringify(provider.issuer)},`),
        }),
      }),
    }),
    expected: 'accepted',
  },
  {
    name: 'a member of the header twice',
    script: (provider) => ({
      idToken: ({ claims: happy }) => {
        const [, ...rest] = signJwt({ key: provider.signingKey, claims: happy }).split('.');
        const header = Buffer.from('{"alg":"RS256","alg":"RS256"}').toString('base64url');
        return { raw: [header, ...rest].join('.') };
      },
    }),
    expected: 'id_token.duplicate_member',
  },
  token('typ: at+jwt', { header: { typ: 'at+jwt' } }, 'id_token.type_unexpected'),
  token('typ: logout+jwt', { header: { typ: 'logout+jwt' } }, 'id_token.type_unexpected'),
  token('typ: a number', { header: { typ: 7 } }, 'id_token.type_unexpected'),
  token('typ: jwt', { header: { typ: 'jwt' } }, 'accepted'),
  token('typ: application/jwt', { header: { typ: 'application/JWT' } }, 'accepted'),
  claims('iss-wrong', { iss: 'https://other.example' }, 'id_token.issuer_mismatch'),
  {
    name: 'iss-wrong: trailing slash',
    script: (provider) => ({ idToken: { claims: { iss: `${provider.issuer}/` } } }),
    expected: 'id_token.issuer_mismatch',
  },
  claims('iss-missing', { iss: none }, 'id_token.issuer_missing'),
  claims('iss a list', { iss: ['https://idp.example'] }, 'id_token.issuer_missing'),
  claims('aud-wrong', { aud: 'someone-else' }, 'id_token.audience_mismatch'),
  claims('aud-missing', { aud: none }, 'id_token.audience_missing'),
  claims('aud-empty', { aud: [] }, 'id_token.audience_missing'),
  claims('aud-number', { aud: ['sign', 7] }, 'id_token.audience_missing'),
  claims('aud-stranger', { aud: ['sign', 'stranger'] }, 'id_token.audience_extra'),
  claims('azp-foreign', { azp: 'someone-else' }, 'id_token.authorized_party_mismatch'),
  claims('sub-missing', { sub: none }, 'id_token.subject_missing'),
  claims('sub-empty', { sub: '' }, 'id_token.subject_missing'),
  claims('sub-null', { sub: null }, 'id_token.subject_missing'),
  claims('sub-number', { sub: 7 }, 'id_token.subject_invalid'),
  claims('sub-5000', { sub: 'x'.repeat(5000) }, 'id_token.subject_invalid'),
  claims('sub-control', { sub: 'john\u0000' }, 'id_token.subject_invalid'),
  claims('sub-blank', { sub: '   ' }, 'id_token.subject_invalid'),
  claims('exp-expired', { exp: seconds() - 3600 }, 'id_token.expired'),
  claims('exp-missing', { exp: none }, 'id_token.expiration_missing'),
  claims('exp-text', { exp: '9999999999' }, 'id_token.expiration_missing'),
  claims('exp ten years ahead', { exp: seconds() + 315_360_000 }, 'id_token.lifetime_too_long'),
  claims('iat a week old', { iat: seconds() - 604_800 }, 'id_token.issued_too_long_ago'),
  claims('iat a day ahead', { iat: seconds() + 86_400 }, 'id_token.issued_in_future'),
  claims('iat-missing', { iat: none }, 'id_token.issued_at_missing'),
  claims('nbf an hour ahead', { nbf: seconds() + 3600 }, 'id_token.not_yet_valid'),
  claims('nbf text', { nbf: 'now' }, 'id_token.claim_invalid'),
  claims('nonce-wrong', { nonce: 'another' }, 'id_token.nonce_mismatch'),
  claims('nonce-missing', { nonce: none }, 'id_token.nonce_missing'),
  claims('nonce-list', { nonce: ['x'] }, 'id_token.nonce_mismatch'),
  claims('nonce-missing where it is turned off', { nonce: none }, 'accepted', { useNonce: false }),
  claims(
    'at_hash of another token',
    { at_hash: createHash('sha256').update('x').digest().subarray(0, 16).toString('base64url') },
    'id_token.access_token_hash_mismatch',
  ),
  claims('at_hash a number', { at_hash: 7 }, 'id_token.access_token_hash_mismatch'),
  claims(
    '__proto__ as a claim',
    JSON.parse('{"__proto__":{"admin":true}}') as object as Record<string, unknown>,
    'accepted',
  ),
  {
    name: 'encrypted though not configured',
    script: { wrapIdToken: () => `${Buffer.from('{"alg":"RSA-OAEP","enc":"A256GCM"}').toString('base64url')}.a.b.c.d` },
    expected: 'id_token.encryption_unexpected',
  },
];
