// @peculiar/x509 refuses to load without it.
import 'reflect-metadata';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type JudgedToken, judgePolicies } from '../../src/token-policies/rules/judge-policies.js';
import type { TokenPolicy } from '../../src/token-policies/rules/token-policy.js';
import { tokenPolicyRequestSchema } from '../../src/token-policies/rules/token-policy.schema.js';
import { type IssuedCertificate, issueCertificate } from '../support/issued-certificate.js';

let partner: IssuedCertificate;

beforeAll(async () => {
  const root = await issueCertificate({ name: [{ C: ['AT'] }, { CN: ['Partner CA'] }], authority: true });
  partner = await issueCertificate({ issuer: root });
});

// A Monday in summer, 10:30 in Vienna.
const MONDAY = new Date('2026-07-06T08:30:00Z');
const token: JudgedToken = {
  clientId: 'clm',
  scopes: ['orders:read'],
  authentication: 'client_secret_basic',
  binding: 'none',
  grant: 'client_credentials',
  address: '203.0.113.7',
  certificate: null,
  now: MONDAY,
};

let made = 0;
const policy = (of: Partial<TokenPolicy>): TokenPolicy => ({
  id: `p${(made += 1)}`,
  level: 'tenant',
  subject: null,
  when: {},
  require: {},
  effect: 'allow',
  reason: 'because',
  ...of,
});
const isIssued = (policies: readonly TokenPolicy[], of: Partial<JudgedToken> = {}): boolean =>
  judgePolicies(policies, { ...token, ...of }).refusal === null;

describe('policies about tokens', () => {
  test('of nobody allow', () => {
    expect(judgePolicies([], token)).toEqual({ refusal: null, maximumSeconds: null, outcomes: [] });
  });

  const vienna = { timeZone: 'Europe/Vienna', days: ['monday'] as const, from: '08:00', to: '18:00' };
  const night = { ...vienna, from: '22:00', to: '06:00' };
  const at = (time: string): Partial<JudgedToken> => ({ now: new Date(time) });
  const rows: readonly [string, Partial<TokenPolicy>, Partial<JudgedToken>, boolean][] = [
    ['the grant', { when: { grants: ['client_credentials'] } }, {}, true],
    ['another grant', { when: { grants: ['refresh_token'] } }, {}, false],
    ['the network', { when: { networks: ['203.0.113.0/24'] } }, {}, true],
    ['the address', { when: { networks: ['203.0.113.7'] } }, {}, true],
    ['the address inside IPv6', { when: { networks: ['203.0.113.7'] } }, { address: '::ffff:203.0.113.7' }, true],
    ['another network', { when: { networks: ['10.0.0.0/8', 'fd00::/8'] } }, {}, false],
    ['nobody knows from where', { when: { networks: ['0.0.0.0/0', '::/0'] } }, { address: 'unknown' }, false],
    ['working hours', { when: { hours: vienna } }, {}, true],
    ['the first minute', { when: { hours: vienna } }, at('2026-07-06T06:00:00Z'), true],
    ['a minute too early', { when: { hours: vienna } }, at('2026-07-06T05:59:59Z'), false],
    ['the last minute', { when: { hours: vienna } }, at('2026-07-06T15:59:59Z'), true],
    ['a minute too late', { when: { hours: vienna } }, at('2026-07-06T16:00:00Z'), false],
    ['winter time', { when: { hours: vienna } }, at('2026-01-05T07:00:00Z'), true],
    ['what would be right in summer', { when: { hours: vienna } }, at('2026-01-05T06:00:00Z'), false],
    ['another day', { when: { hours: vienna } }, at('2026-07-07T08:30:00Z'), false],
    [
      'the day that it is there',
      { when: { hours: { ...vienna, from: '00:00', to: '24:00' } } },
      at('2026-07-05T22:30:00Z'),
      true,
    ],
    [
      'the day that it is elsewhere',
      { when: { hours: { ...vienna, from: '00:00', to: '24:00' } } },
      at('2026-07-06T22:30:00Z'),
      false,
    ],
    ['the evening of a night', { when: { hours: night } }, at('2026-07-06T21:00:00Z'), true],
    ['the morning after', { when: { hours: night } }, at('2026-07-07T03:00:00Z'), true],
    ['the morning before', { when: { hours: night } }, at('2026-07-06T03:00:00Z'), false],
    ['all of some conditions', { when: { grants: ['client_credentials'], networks: ['10.0.0.0/8'] } }, {}, false],
    ['no certificate', { when: { certificateIssuer: 'CN=Partner CA,C=AT' } }, {}, false],
  ];
  test.each(rows)('that allow match by %s', (_name, of, asked, expected) => {
    expect(isIssued([policy(of)], asked)).toBe(expected);
    // What narrows matches by the same.
    expect(isIssued([policy({ ...of, effect: 'deny' })], asked)).toBe(!expected);
  });

  test('that allow by the issuer of a certificate believe it of a trusted one only; what narrows goes by what it says', () => {
    const issuer = policy({ when: { certificateIssuer: 'cn=partner ca, c=at' } });
    const shown = (trusted: boolean) => ({ certificate: { leaf: partner.certificate, trusted } });
    expect(isIssued([issuer], shown(true))).toBe(true);
    expect(isIssued([issuer], shown(false))).toBe(false);
    expect(isIssued([{ ...issuer, effect: 'deny' }], shown(false))).toBe(false);
    expect(isIssued([policy({ when: { certificateIssuer: 'C=AT,CN=Partner CA' } })], shown(true))).toBe(false);
  });

  test('one that denies wins over all that allow', () => {
    const deny = policy({ effect: 'deny', reason: 'not from there' });
    expect(judgePolicies([policy({}), deny], token).refusal).toEqual({
      level: 'tenant',
      policy: deny,
      reason: 'not from there',
      description: 'the request is not allowed by a policy',
    });
  });

  test('of each level are judged by themselves', () => {
    const elsewhere = { when: { networks: ['10.0.0.0/8'] } };
    const ofClient = policy({ ...elsewhere, level: 'client', subject: 'clm' });
    expect(judgePolicies([policy({}), ofClient], token).refusal).toMatchObject({ level: 'client', policy: null });
    expect(isIssued([policy({}), { ...ofClient, subject: 'another' }])).toBe(true);
    const ofScope = policy({ ...elsewhere, level: 'scope', subject: 'orders:read' });
    expect(isIssued([ofScope])).toBe(false);
    expect(isIssued([ofScope], { scopes: ['orders:write'] })).toBe(true);
    // Each scope is a level of its own: what allows one does not allow the other.
    const other = policy({ level: 'scope', subject: 'orders:write' });
    expect(isIssued([ofScope, other], { scopes: ['orders:read', 'orders:write'] })).toBe(false);
    expect(isIssued([other], { scopes: ['orders:read', 'orders:write'] })).toBe(true);
  });

  test('that require something do so where they match, and neither allow nor deny', () => {
    const bound = policy({ effect: 'require', require: { binding: 'certificate' } });
    expect(judgePolicies([bound], token).refusal).toMatchObject({
      policy: bound,
      description: 'a certificate-bound token is required (mutual TLS)',
    });
    expect(isIssued([bound], { binding: 'certificate' })).toBe(true);
    expect(isIssued([bound], { binding: 'dpop' })).toBe(false);
    expect(isIssued([{ ...bound, when: { grants: ['refresh_token'] } }])).toBe(true);
    const allowsElsewhere = policy({ when: { networks: ['10.0.0.0/8'] } });
    expect(isIssued([bound, allowsElsewhere], { binding: 'certificate' })).toBe(false);
    const byKey = policy({ effect: 'require', require: { authentication: ['private_key_jwt', 'tls_client_auth'] } });
    expect(judgePolicies([byKey], token).refusal?.description).toBe(
      'client authentication by private_key_jwt or tls_client_auth is required',
    );
    expect(isIssued([byKey], { authentication: 'tls_client_auth' })).toBe(true);
    const allowingDpop = policy({ require: { binding: 'dpop' } });
    expect(isIssued([allowingDpop])).toBe(false);
    expect(isIssued([allowingDpop], { binding: 'dpop' })).toBe(true);
  });

  test('shorten a token to the shortest life that those which match allow', () => {
    const shorten = (maximumSeconds: number, of: Partial<TokenPolicy> = {}) =>
      policy({ effect: 'require', require: { maximumSeconds }, ...of });
    const policies = [shorten(900), shorten(300), shorten(60, { when: { grants: ['refresh_token'] } })];
    expect(judgePolicies(policies, token).maximumSeconds).toBe(300);
    expect(judgePolicies(policies, { ...token, grant: 'refresh_token' }).maximumSeconds).toBe(60);
  });

  test('say of each one what it said', () => {
    const mismatched = policy({ when: { networks: ['10.0.0.0/8'] } });
    const lacking = policy({ effect: 'require', require: { binding: 'dpop' } });
    expect(judgePolicies([mismatched, lacking], token).outcomes).toEqual([
      { policy: mismatched, mismatch: 'from another network', lacking: null },
      { policy: lacking, mismatch: null, lacking: 'a DPoP-bound token is required' },
    ]);
  });
});

describe('a policy that is sent', () => {
  const sound = { level: 'tenant', effect: 'allow', reason: 'because' };
  test.each([
    [{ ...sound, subject: 'clm' }, 'subject'],
    [{ ...sound, level: 'client' }, 'subject'],
    [{ ...sound, level: 'scope', subject: null }, 'subject'],
    [{ ...sound, level: 'everybody' }, 'level'],
    [{ ...sound, effect: 'permit' }, 'effect'],
    [{ ...sound, effect: 'deny', require: { binding: 'dpop' } }, 'require'],
    [{ ...sound, effect: 'require' }, 'require'],
    [{ ...sound, reason: ' ' }, 'reason'],
    [{ ...sound, when: { grants: [] } }, 'when.grants'],
    [{ ...sound, when: { grants: ['password'] } }, 'when.grants.0'],
    [{ ...sound, when: { networks: ['10.0.0.0/33'] } }, 'when.networks.0'],
    [{ ...sound, when: { networks: ['partner.example'] } }, 'when.networks.0'],
    [{ ...sound, when: { hours: { timeZone: 'CEST' } } }, 'when.hours.timeZone'],
    [{ ...sound, when: { hours: { timeZone: 'Europe/Wien' } } }, 'when.hours.timeZone'],
    [{ ...sound, when: { hours: { timeZone: '+02:00' } } }, 'when.hours.timeZone'],
    [{ ...sound, when: { hours: { timeZone: 'UTC', from: '8:00' } } }, 'when.hours.from'],
    [{ ...sound, when: { hours: { timeZone: 'UTC', to: '24:01' } } }, 'when.hours.to'],
    [{ ...sound, when: { hours: { timeZone: 'UTC', days: ['Montag'] } } }, 'when.hours.days.0'],
    [{ ...sound, when: { certificateIssuer: 'Partner CA' } }, 'when.certificateIssuer'],
    [{ ...sound, when: { country: 'AT' } }, 'when'],
    [{ ...sound, require: { binding: 'none' } }, 'require.binding'],
    [{ ...sound, require: { authentication: ['client_secret'] } }, 'require.authentication.0'],
    [{ ...sound, require: { maximumSeconds: 0 } }, 'require.maximumSeconds'],
  ])('%j is refused', (sent, path) => {
    const parsed = tokenPolicyRequestSchema.safeParse(sent);
    expect(parsed.error?.issues.map((issue) => issue.path.join('.'))).toContain(path);
  });

  test('has its defaults', () => {
    expect(tokenPolicyRequestSchema.parse({ ...sound, when: { hours: { timeZone: 'UTC' } } })).toMatchObject({
      subject: null,
      require: {},
      when: { hours: { from: '00:00', to: '24:00', days: { length: 7 } } },
    });
  });
});
