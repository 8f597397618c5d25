// @peculiar/x509 refuses to load without it.
import 'reflect-metadata';
import { beforeAll, describe, expect, test } from '@jest/globals';
import * as x509 from '@peculiar/x509';
import { type ChainReason, faultOfAuthority, judgeClientChain } from '../../src/certificates/judge-client-chain.js';
import { faultOfSelfSigned } from '../../src/certificates/self-signed.js';
import { faultOfSubject, namesSubject, type SubjectForm } from '../../src/certificates/subject-forms.js';
import { type IssuedCertificate, type IssueOptions, issueCertificate } from '../support/issued-certificate.js';

const now = new Date();
const PAST = { notBefore: new Date(now.getTime() - 9e8), notAfter: new Date(now.getTime() - 1000) };
const AHEAD = { notBefore: new Date(now.getTime() + 60_000) };
const { clientAuth, serverAuth } = x509.ExtendedKeyUsage;

let root: IssuedCertificate;
let intermediate: IssuedCertificate;
let other: IssuedCertificate;

beforeAll(async () => {
  root = await issueCertificate({ name: [{ O: ['Partner'] }, { CN: ['Root'] }], authority: true });
  intermediate = await issueCertificate({ name: [{ CN: ['Issuing'] }], authority: 0, issuer: root });
  // Says of itself what the root says, and has another key.
  other = await issueCertificate({ name: root.name, authority: true });
});

const judge = (
  leaf: IssuedCertificate,
  intermediates: readonly IssuedCertificate[] = [],
  authorities: readonly IssuedCertificate[] = [root],
) =>
  judgeClientChain(
    {
      leaf: leaf.certificate,
      intermediates: intermediates.map(({ certificate }) => certificate),
      authorities: authorities.map(({ certificate }) => certificate),
    },
    now,
  );

describe('the chain of a client', () => {
  test('is trusted by a path to an authority, whatever else comes with it', async () => {
    const direct = await issueCertificate({ issuer: root });
    expect(judge(direct)).toMatchObject({ trusted: true, path: [direct.certificate, root.certificate] });
    const below = await issueCertificate({ issuer: intermediate });
    expect(judge(below, [other, intermediate, below, root])).toMatchObject({ trusted: true });
    expect(judge(below, [], [intermediate])).toMatchObject({ trusted: true });
    expect(judge(direct, [], [other, root])).toMatchObject({ trusted: true });
  });

  const ofClients: readonly [string, IssueOptions, ChainReason][] = [
    ['has expired', PAST, 'expired'],
    ['is not valid yet', AHEAD, 'not_yet_valid'],
    ['is made for servers', { purposes: [serverAuth] }, 'purpose'],
    ['is made for nothing in particular', { purposes: null }, 'purpose'],
    ['is made for any purpose', { purposes: ['2.5.29.37.0'] }, 'purpose'],
    ['may not sign a handshake', { usages: x509.KeyUsageFlags.keyEncipherment }, 'purpose'],
    ['is an authority itself', { authority: true, purposes: [clientAuth] }, 'signs_others'],
    ['may sign certificates', { usages: x509.KeyUsageFlags.keyCertSign }, 'signs_others'],
    ['has a short RSA key', { algorithm: 'RSA-1024' }, 'weak'],
    ['is signed with SHA-1', { hash: 'SHA-1' }, 'weak'],
    [
      'has a critical extension that nobody knows',
      { extensions: [new x509.Extension('1.3.6.1.4.1.99999.7', true, new Uint8Array([5, 0]))] },
      'extension_not_judged',
    ],
  ];
  test.each(ofClients)('is refused when the certificate %s', async (_why, options, reason) => {
    const leaf = await issueCertificate({ ...options, issuer: root });
    expect(judge(leaf)).toMatchObject({ trusted: false, reason });
  });

  const ofIssuers: readonly [string, IssueOptions, ChainReason][] = [
    ['is no authority', { purposes: [clientAuth] }, 'untrusted'],
    ['may not sign certificates', { authority: true, usages: x509.KeyUsageFlags.cRLSign }, 'untrusted'],
    ['has expired', { authority: true, ...PAST }, 'expired'],
    ['is not valid yet', { authority: true, ...AHEAD }, 'not_yet_valid'],
    ['may issue for servers only', { authority: true, purposes: [serverAuth] }, 'purpose'],
    ['is signed with SHA-1', { authority: true, hash: 'SHA-1' }, 'weak'],
    [
      'has name constraints, which nobody judges here',
      { authority: true, extensions: [new x509.Extension('2.5.29.30', false, new Uint8Array([0x30, 0]))] },
      'extension_not_judged',
    ],
  ];
  test.each(ofIssuers)('is refused when an issuer %s', async (_why, options, reason) => {
    const issuer = await issueCertificate({ name: [{ CN: ['Between'] }], ...options, issuer: root });
    const leaf = await issueCertificate({ issuer });
    expect(judge(leaf, [issuer])).toMatchObject({ trusted: false, reason });
  });

  test('is refused when it comes from nobody that is trusted here', async () => {
    const leaf = await issueCertificate({ issuer: root });
    const untrusted = { trusted: false, reason: 'untrusted' };
    expect(judge(await issueCertificate())).toMatchObject(untrusted);
    expect(judge(await issueCertificate({ issuer: other }))).toMatchObject(untrusted);
    expect(judge(await issueCertificate({ issuer: intermediate }))).toMatchObject(untrusted);
    expect(judge(leaf, [root], [other])).toMatchObject(untrusted);
    expect(judge(leaf, [root], [])).toMatchObject({ trusted: false, reason: 'no_authorities' });
  });

  test('is refused when more authorities stand in it than one of them allows', async () => {
    const tooDeep = await issueCertificate({ name: [{ CN: ['Deeper'] }], authority: true, issuer: intermediate });
    const leaf = await issueCertificate({ issuer: tooDeep });
    expect(judge(leaf, [tooDeep, intermediate])).toMatchObject({ trusted: false, reason: 'untrusted' });
  });

  test('is not searched without end', async () => {
    const a = await issueCertificate({ name: [{ CN: ['A'] }], authority: true });
    const many = await Promise.all(
      Array.from({ length: 10 }, () => issueCertificate({ name: a.name, authority: true, issuer: a })),
    );
    const leaf = await issueCertificate({ issuer: many[0]! });
    expect(judge(leaf, [a, ...many])).toMatchObject({ trusted: false, reason: 'untrusted' });
  });

  test('an expired authority is trusted no more, one that has signed itself with SHA-1 is', async () => {
    const old = await issueCertificate({ name: [{ CN: ['Old'] }], authority: true, hash: 'SHA-1' });
    expect(judge(await issueCertificate({ issuer: old }), [], [old])).toMatchObject({ trusted: true });
    const expired = await issueCertificate({ name: [{ CN: ['Gone'] }], authority: true, ...PAST });
    expect(judge(await issueCertificate({ issuer: expired }), [], [expired])).toMatchObject({ reason: 'expired' });
    expect(faultOfAuthority(old.certificate)).toBeNull();
    expect(faultOfAuthority((await issueCertificate()).certificate)).toMatch(/is no authority/);
  });
});

const names: x509.JsonGeneralNames = [
  { type: 'dns', value: 'clm.partner.example' },
  { type: 'dns', value: '*.wild.example' },
  { type: 'url', value: 'spiffe://Partner.example/CLM' },
  { type: 'url', value: 'urn:Partner:clm' },
  { type: 'ip', value: '192.0.2.7' },
  { type: 'ip', value: '2001:db8::7' },
  { type: 'email', value: 'Ops@Partner.example' },
];

describe('the subject that a client is expected to have', () => {
  let leaf: IssuedCertificate;
  beforeAll(async () => {
    leaf = await issueCertificate({ name: [{ C: ['DE'] }, { CN: ['clm'] }], alternativeNames: names });
  });

  const rows: readonly [SubjectForm, string, boolean][] = [
    ['tls_client_auth_subject_dn', 'CN=clm,C=DE', true],
    ['tls_client_auth_subject_dn', 'cn=CLM, c=de', true],
    ['tls_client_auth_subject_dn', 'C=DE,CN=clm', false],
    ['tls_client_auth_subject_dn', 'CN=clm', false],
    ['tls_client_auth_san_dns', 'clm.partner.example', true],
    ['tls_client_auth_san_dns', 'CLM.Partner.Example', true],
    ['tls_client_auth_san_dns', 'partner.example', false],
    ['tls_client_auth_san_dns', 'x.clm.partner.example', false],
    ['tls_client_auth_san_dns', 'a.wild.example', false],
    ['tls_client_auth_san_dns', 'clm', false],
    ['tls_client_auth_san_dns', '192.0.2.7', false],
    ['tls_client_auth_san_uri', 'spiffe://partner.example/CLM', true],
    ['tls_client_auth_san_uri', 'spiffe://partner.example/clm', false],
    ['tls_client_auth_san_uri', 'spiffe://partner.example/CLM/', false],
    ['tls_client_auth_san_uri', 'urn:Partner:clm', true],
    ['tls_client_auth_san_uri', 'urn:partner:clm', false],
    ['tls_client_auth_san_ip', '192.0.2.7', true],
    ['tls_client_auth_san_ip', '192.0.2.8', false],
    ['tls_client_auth_san_ip', '2001:DB8:0:0:0:0:0:7', true],
    ['tls_client_auth_san_ip', '::ffff:192.0.2.7', false],
    ['tls_client_auth_san_email', 'Ops@partner.EXAMPLE', true],
    ['tls_client_auth_san_email', 'ops@partner.example', false],
  ];
  test.each(rows)('%s %s: %s', (form, value, expected) => {
    expect(faultOfSubject({ form, value })).toBeNull();
    expect(namesSubject(leaf.certificate, { form, value })).toBe(expected);
  });

  test.each([
    ['tls_client_auth_subject_dn', 'partner', /distinguished name of RFC 4514/],
    ['tls_client_auth_san_dns', '*.partner.example', /wildcard/],
    ['tls_client_auth_san_dns', 'partner.example.', /host name/],
    ['tls_client_auth_san_dns', 'müller.example', /host name/],
    ['tls_client_auth_san_uri', 'partner.example', /absolute URI/],
    ['tls_client_auth_san_ip', '192.0.2.0/24', /one address/],
    ['tls_client_auth_san_ip', '0300.0.2.7', /one address/],
    ['tls_client_auth_san_ip', 'fe80::1%eth0', /one address/],
    ['tls_client_auth_san_email', 'partner.example', /an address/],
    ['tls_client_auth_san_email', 'a@b@c', /an address/],
    ['tls_client_auth_san_dns', 'a'.repeat(2000), /at most 1000/],
  ] as const)('%s %s cannot be expected', (form, value, why) => {
    expect(faultOfSubject({ form, value })).toMatch(why);
  });

  test('is nobody where the certificate has no such name', async () => {
    const bare = await issueCertificate({ name: [{ CN: ['clm.partner.example'] }] });
    const value = 'clm.partner.example';
    expect(namesSubject(bare.certificate, { form: 'tls_client_auth_san_dns', value })).toBe(false);
  });
});

describe('a self-signed client certificate', () => {
  test('is one of those that the client has registered, and valid', async () => {
    const one = await issueCertificate();
    const sameNames = await issueCertificate();
    const expired = await issueCertificate(PAST);
    const early = await issueCertificate(AHEAD);
    const keyOf = ({ certificate }: IssuedCertificate) => ({ x5c: [certificate.raw.toString('base64')] });
    const keys = [{}, { x5c: ['no certificate'] }, keyOf(one), keyOf(expired), keyOf(early)];
    expect(faultOfSelfSigned(one.certificate, keys, now)).toBeNull();
    expect(faultOfSelfSigned(sameNames.certificate, keys, now)).toMatch(/none of those/);
    expect(faultOfSelfSigned(one.certificate, [], now)).toMatch(/none of those/);
    expect(faultOfSelfSigned(expired.certificate, keys, now)).toMatch(/has expired/);
    expect(faultOfSelfSigned(early.certificate, keys, now)).toMatch(/not valid yet/);
    // Somebody else's certificate with the registered one behind it is not the registered one.
    expect(faultOfSelfSigned(one.certificate, [{ x5c: [...keyOf(sameNames).x5c, ...keyOf(one).x5c] }], now)).toMatch(
      /none of those/,
    );
  });
});
