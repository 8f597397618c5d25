import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { IdTokenExpectation } from '../../src/federation/id-token/id-token-expectation.js';
import { judgeIdToken } from '../../src/federation/id-token/id-token-policy.js';
import type { IdTokenException } from '../../src/providers/provider-configuration.js';
import { inRange } from '../support/range.js';

const now = new Date('2026-03-01T12:00:00Z');
const at = (seconds: number) => now.getTime() / 1000 + seconds;
const day = 24 * 3600;

const claims = {
  iss: 'https://idp.example',
  aud: 'sign',
  sub: 'john',
  iat: at(-5),
  exp: at(300),
  nonce: 'the-nonce',
};

interface Relaxed {
  readonly off?: readonly (keyof IdTokenExpectation['settings']['validate'])[];
  readonly exceptions?: readonly IdTokenException[];
}

const expectation = ({ off = [], exceptions = [] }: Relaxed = {}, more: Partial<IdTokenExpectation> = {}) => ({
  clientId: 'sign',
  issuer: { issuer: 'https://idp.example', allowedTenantIds: [] },
  nonce: 'the-nonce',
  settings: {
    clockToleranceSeconds: 30,
    validate: {
      issuer: !off.includes('issuer'),
      audience: !off.includes('audience'),
      expiration: !off.includes('expiration'),
      notBefore: !off.includes('notBefore'),
      issuedAt: !off.includes('issuedAt'),
    },
    exceptions: [...exceptions],
  },
  accessToken: 'access',
  now,
  ...more,
});

const judge = (changes: object, relaxed: Relaxed = {}, header: object = {}, more: Partial<IdTokenExpectation> = {}) => {
  const all = Object.entries({ ...claims, ...changes }).filter((entry: [string, unknown]) => entry[1] !== undefined);
  const token = { header: { alg: 'RS256', ...header }, claims: Object.fromEntries(all) };
  const { refusals, relaxations } = judgeIdToken(token, expectation(relaxed, more));
  return { codes: refusals.map(({ code }) => code.slice('id_token.'.length)), relaxations };
};

describe('the ID token policy', () => {
  it('accepts an ordinary token', () => {
    expect(judge({})).toEqual({ codes: [], relaxations: [] });
  });

  it('takes an optional claim that is null for absent', () => {
    expect(judge({ azp: null })).toEqual({ codes: [], relaxations: [] });
    expect(judge({}, {}, { typ: null })).toEqual({ codes: [], relaxations: [] });
  });

  it.each([
    // What the token says, what is wrong with it, and the relaxations that let it pass.
    ['iss absent', { iss: undefined }, 'issuer_missing', ['issuer'], []],
    ['iss wrong', { iss: 'https://other.example' }, 'issuer_mismatch', ['issuer'], []],
    ['iss in another letter case', { iss: 'https://IDP.example' }, 'issuer_mismatch', ['issuer'], []],
    ['aud absent', { aud: undefined }, 'audience_missing', ['audience'], []],
    ['aud of another', { aud: 'other' }, 'audience_mismatch', ['audience'], []],
    ['aud of another, as a list', { aud: ['other'] }, 'audience_mismatch', ['audience'], []],
    ['a stranger in aud', { aud: ['sign', 'other'] }, 'audience_extra', ['audience'], ['extra-audience']],
    ['azp of another', { azp: 'other' }, 'authorized_party_mismatch', [], ['foreign-azp']],
    ['exp absent', { exp: undefined }, 'expiration_missing', ['expiration'], []],
    ['exp past', { exp: at(-31) }, 'expired', ['expiration'], []],
    ['exp more than a day ahead', { exp: at(day + 31) }, 'lifetime_too_long', ['expiration'], ['long-lifetime']],
    ['nbf ahead', { nbf: at(31) }, 'not_yet_valid', ['notBefore'], []],
    ['nbf no number', { nbf: 'x' }, 'claim_invalid', ['notBefore'], []],
    ['iat absent', { iat: undefined }, 'issued_at_missing', ['issuedAt'], []],
    ['iat ahead', { iat: at(31) }, 'issued_in_future', ['issuedAt'], []],
    ['iat old', { iat: at(-631) }, 'issued_too_long_ago', ['issuedAt'], ['stale-iat']],
    ['nonce absent', { nonce: undefined }, 'nonce_missing', [], []],
    ['nonce of another', { nonce: 'other' }, 'nonce_mismatch', [], []],
    ['sub absent', { sub: undefined }, 'subject_missing', [], []],
    ['sub too long', { sub: 'x'.repeat(256) }, 'subject_invalid', [], []],
    ['sub not ASCII', { sub: 'jöhn' }, 'subject_invalid', [], []],
    ['at_hash wrong', { at_hash: 'AAAA' }, 'access_token_hash_mismatch', [], []],
  ] as const)('refuses %s unless exactly that is relaxed', (_what, changes, code, validates, exceptions) => {
    expect(judge(changes)).toEqual({ codes: [code], relaxations: [] });

    const allOff = ['issuer', 'audience', 'expiration', 'notBefore', 'issuedAt'] as const;
    for (const off of allOff) {
      const passes = (validates as readonly string[]).includes(off);
      expect([off, judge(changes, { off: [off] })]).toEqual([
        off,
        passes ? { codes: [], relaxations: [off] } : { codes: [code], relaxations: [] },
      ]);
    }
    for (const exception of ['extra-audience', 'foreign-azp', 'stale-iat', 'long-lifetime', 'any-typ'] as const) {
      const passes = (exceptions as readonly string[]).includes(exception);
      expect([exception, judge(changes, { exceptions: [exception] })]).toEqual([
        exception,
        passes ? { codes: [], relaxations: [exception] } : { codes: [code], relaxations: [] },
      ]);
    }
  });

  it.each([
    ['exp within the tolerance', { exp: at(-29.5) }],
    ['exp a day ahead', { exp: at(day) }],
    ['iat within the tolerance ahead', { iat: at(29) }],
    ['iat ten minutes old', { iat: at(-600) }],
    ['nbf within the tolerance', { nbf: at(29) }],
    ['fractions of a second', { iat: at(-0.25), exp: at(0.75) }],
    ['sub of 255 characters', { sub: 'x'.repeat(255) }],
    ['braces and spaces in sub', { sub: '{uuid} a' }],
    ['aud with us twice', { aud: ['sign', 'sign'] }],
  ])('accepts %s', (_what, changes) => {
    expect(judge(changes)).toEqual({ codes: [], relaxations: [] });
  });

  it('names every fault at once, the first one first', () => {
    expect(judge({ iss: 'x', aud: 'x', nonce: 'x' }).codes).toEqual([
      'issuer_mismatch',
      'audience_mismatch',
      'nonce_mismatch',
    ]);
  });

  it('does not list a relaxation that was not needed', () => {
    expect(judge({}, { off: ['issuer', 'audience'], exceptions: ['any-typ', 'stale-iat'] }).relaxations).toEqual([]);
  });

  it('accepts another typ only with any-typ', () => {
    expect(judge({}, {}, { typ: 'at+jwt' }).codes).toEqual(['type_unexpected']);
    expect(judge({}, { exceptions: ['any-typ'] }, { typ: 'at+jwt' })).toEqual({ codes: [], relaxations: ['any-typ'] });
  });

  it.each([
    ['RS256', 'sha256'],
    ['ES384', 'sha384'],
    ['PS512', 'sha512'],
    ['EdDSA', 'sha512'],
    ['Ed25519', 'sha512'],
  ])('checks at_hash with the hash of %s', (alg, hash) => {
    const digest = createHash(hash).update('access').digest();
    const half = digest.subarray(0, digest.length / 2).toString('base64url');
    expect(judge({ at_hash: half }, {}, { alg }).codes).toEqual([]);
    expect(judge({ at_hash: digest.toString('base64url') }, {}, { alg }).codes).toEqual(['access_token_hash_mismatch']);
  });

  describe('with the issuer of', () => {
    const tenant = '11111111-2222-3333-4444-555555555555';
    const other = '99999999-2222-3333-4444-555555555555';
    const entra = {
      issuer: { issuer: 'https://login.example/{tenantid}/v2.0', allowedTenantIds: [tenant] },
    };
    const google = { issuer: { issuer: 'https://accounts.google.com', allowedTenantIds: [] } };
    const googleBare = { issuer: { issuer: 'accounts.google.com', allowedTenantIds: [] } };

    it.each([
      ['Entra: a directory on the list', { iss: `https://login.example/${tenant}/v2.0`, tid: tenant }, entra, []],
      [
        'Entra: a directory that is not on it',
        { iss: `https://login.example/${other}/v2.0`, tid: other },
        entra,
        ['issuer_mismatch', 'tenant_not_allowed'],
      ],
      ['Entra: tid absent', { iss: `https://login.example/${tenant}/v2.0` }, entra, ['tenant_not_allowed']],
      [
        'Entra: tid of another directory than iss',
        { iss: `https://login.example/${tenant}/v2.0`, tid: other },
        entra,
        ['tenant_not_allowed'],
      ],
      [
        'Entra: the template itself',
        { iss: entra.issuer.issuer, tid: tenant },
        entra,
        ['issuer_mismatch', 'issuer_mismatch'],
      ],
      ['Google with https', { iss: 'https://accounts.google.com' }, google, []],
      ['Google without https', { iss: 'accounts.google.com' }, google, []],
      ['Google configured without https', { iss: 'https://accounts.google.com' }, googleBare, []],
      ['Google with http', { iss: 'http://accounts.google.com' }, google, ['issuer_mismatch']],
      ['not Google without https', { iss: 'idp.example' }, {}, ['issuer_mismatch']],
    ])('%s', (_what, changes, more, codes) => {
      expect(judge(changes, {}, {}, more).codes).toEqual(codes);
    });
  });

  it('judges any header and claims without throwing, and never accepts another nonce', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('alg', 'typ', 'kid', 'crit'), fc.jsonValue()),
        fc.dictionary(
          fc.constantFrom('iss', 'aud', 'azp', 'sub', 'exp', 'iat', 'nbf', 'nonce', 'at_hash', 'tid'),
          fc.oneof(fc.jsonValue(), fc.double(), fc.constantFrom(...Object.values(claims))),
        ),
        (header, changed) => {
          const everything = { header, claims: { ...claims, ...changed } };
          const { refusals } = judgeIdToken(everything, expectation());
          if (everything.claims.nonce !== 'the-nonce') expect(refusals.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: inRange(250, 10_000) },
    );
  });
});
