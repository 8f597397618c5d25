// tsyringe, which @peculiar/x509 uses, refuses to load without it.
import 'reflect-metadata';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as x509 from '@peculiar/x509';
import { namesSubject } from '../../src/certificates/subject-forms.js';
import {
  type CertificateAuthority,
  createCertificateAuthority,
  createSelfSignedClient,
  EXPIRED,
  type TestCertificate,
} from '../support/certificates.js';
import { type SharedService, sharedTestService } from '../support/jest/shared-service.js';
import type { ApiAnswer, ApiClient } from '../support/service/api-client.js';
import { manyFile, modernFile, nokeyFile, oldFile, passphrase } from './support/pkcs12-files.js';

let service: SharedService;
let admin: ApiClient;
let authority: CertificateAuthority;
let partner: TestCertificate;
let names = 0;

beforeAll(async () => {
  service = await sharedTestService();
  admin = await service.newTenant();
  authority = await createCertificateAuthority();
  partner = await authority.issueClient({ commonName: 'partner' });
});
afterAll(() => service.close());

const path = '/v1/client-certificates';
const nextName = (): string => `certificate-${(names += 1)}`;

interface Shown {
  readonly version: number;
  readonly status: string;
  readonly thumbprint: string;
  readonly subject: string;
  readonly pem: string;
}
const shownOf = ({ body }: ApiAnswer): readonly Shown[] => (body as { certificates: Shown[] }).certificates;
const csrOf = ({ body }: ApiAnswer): string => (body as { csr: string }).csr;
const faultsOf = ({ body }: ApiAnswer): readonly { path: string; message: string }[] =>
  (body as { errors?: { path: string; message: string }[] }).errors ?? [];

const importOf = ({ certificate, privateKey }: TestCertificate) => ({ import: { certificate, privateKey } });

async function created(source: object): Promise<{ readonly name: string; readonly answer: ApiAnswer }> {
  const name = nextName();
  const answer = await admin.post(path, { name, ...source });
  expect(answer).toMatchObject({ status: 201 });
  return { name, answer };
}

/** As a CA does it: the request's key and subject, signed. */
async function issueFor(csr: string): Promise<string> {
  const request = new x509.Pkcs10CertificateRequest(csr);
  expect(await request.verify()).toBe(true);
  return authority.issueFor(csr);
}

describe('a client certificate', () => {
  test('is made here with a request whose issued certificate is installed, and its key is never answered', async () => {
    const generate = { keyType: 'RSA-2048', subject: 'CN=countersign,O=Example\\, Inc.' };
    const { name, answer } = await created({ generate });
    expect(shownOf(answer)).toEqual([]);
    expect(JSON.stringify(answer.body)).not.toMatch(/PRIVATE/);
    const pem = await issueFor(csrOf(answer));
    const installed = await admin.post(`${path}/${name}/certificates`, { certificate: pem });
    expect(installed).toMatchObject({ status: 200 });
    const [shown] = shownOf(installed);
    expect(shown).toMatchObject({ status: 'presented', subject: 'CN=countersign,O=Example\\, Inc.' });
    expect(shown?.thumbprint).toBe(thumbprint(pem));
    expect(installed.body).not.toHaveProperty('csr');
    const download = await admin.get(`${path}/${name}/pem`);
    expect(download.headers.get('content-type')).toContain('application/pem-certificate-chain');
    expect(new X509Certificate(String(download.body)).fingerprint256).toBe(new X509Certificate(pem).fingerprint256);
  });

  test('has the subject that RFC 4514 writes, for whoever registers that text', async () => {
    const subject = 'UID=7+cn=J\\C3\\B6rg,STREET=Ring 1,OU=\\#1,O=Example\\, Inc.,C=AT,emailAddress=a@example.com';
    const { answer } = await created({ generate: { subject, selfSigned: true } });
    const certificate = new X509Certificate(shownOf(answer)[0]?.pem ?? '');
    const expected = { form: 'tls_client_auth_subject_dn', value: subject } as const;
    expect(namesSubject(certificate, expected)).toBe(true);
    // As OpenSSL and every reader of certificates has it: the widest first.
    expect(certificate.subject.split('\n')).toEqual([
      'emailAddress=a@example.com',
      'C=AT',
      'O=Example\\, Inc.',
      'OU=\\#1',
      'street=Ring 1',
      expect.stringMatching(/^(UID=7 \+ CN=Jörg|CN=Jörg \+ UID=7)$/),
    ]);
    const [shown] = shownOf(answer);
    expect(namesSubject(certificate, { ...expected, value: shown?.subject ?? '' })).toBe(true);
    expect(shown?.subject).toMatch(/C=AT,emailAddress=a@example\.com$/);
  });

  test('is self-signed on request, as a leaf for client authentication that can sign nobody', async () => {
    const { answer } = await created({ generate: { keyType: 'EC-P256', subject: 'CN=self', selfSigned: true } });
    const [shown] = shownOf(answer);
    const certificate = new X509Certificate(shown?.pem ?? '');
    expect(certificate.ca).toBe(false);
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2']);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(shown?.status).toBe('presented');
  });

  test.each([
    ['as PEM', () => importOf(partner)],
    [
      'as PKCS#12 with today’s ciphers and a passphrase beyond ASCII',
      () => ({ import: { pkcs12: modernFile, passphrase } }),
    ],
    ['as PKCS#12 with the ciphers that Windows used to write', () => ({ import: { pkcs12: oldFile, passphrase } })],
  ])('is imported %s', async (_how, source) => {
    const { answer } = await created(source());
    expect(shownOf(answer)).toMatchObject([{ status: 'presented', version: 1 }]);
    expect(JSON.stringify(answer.body)).not.toMatch(/PRIVATE/);
  });

  test('of a PKCS#12 file keeps the chain in the order of issuing', async () => {
    const { answer } = await created({ import: { pkcs12: modernFile, passphrase } });
    const subjects = (shownOf(answer)[0]?.pem.match(/-----BEGIN[^]+?-----END CERTIFICATE-----/g) ?? []).map(
      (pem) => new X509Certificate(pem).subject,
    );
    expect(subjects).toEqual(['CN=ec-client', 'CN=TestCA']);
  });

  test('has a name of its own in the tenant', async () => {
    const { name } = await created(importOf(partner));
    expect(await admin.post(path, { name, ...importOf(partner) })).toMatchObject({ status: 409 });
    const other = await service.newTenant();
    expect(await other.get(`${path}/${name}`)).toMatchObject({ status: 404 });
    expect(await other.post(path, { name, ...importOf(partner) })).toMatchObject({ status: 201 });
  });
});

const thumbprint = (pem: string): string =>
  Buffer.from(new X509Certificate(pem).fingerprint256.replaceAll(':', ''), 'hex').toString('base64url');

describe('what cannot be presented is refused in words of its own', () => {
  const rows: readonly [string, () => object | Promise<object>, string, RegExp][] = [
    [
      'a CA',
      () => importOf({ ...partner, certificate: authority.certificate, privateKey: authority.privateKey }),
      'certificate',
      /can sign others.*CA:FALSE/,
    ],
    [
      'the key of another',
      async () => importOf({ ...partner, privateKey: (await createSelfSignedClient()).privateKey }),
      'privateKey',
      /not the key of the certificate/,
    ],
    ['an expired one', async () => importOf(await authority.issueClient(EXPIRED)), 'certificate', /has expired at/],
    [
      'one that is not valid yet',
      async () => importOf(await authority.issueClient({ notBefore: new Date(Date.now() + 86_400_000) })),
      'certificate',
      /is not valid before/,
    ],
    [
      'a chain out of order',
      () => importOf({ ...partner, certificate: authority.certificate + partner.certificate }),
      'certificate',
      /out of order/,
    ],
    [
      'a chain with a stranger',
      async () =>
        importOf({ ...partner, certificate: partner.certificate + (await createCertificateAuthority()).certificate }),
      'certificate',
      /does not belong/,
    ],
    [
      'garbage',
      () => importOf({ ...partner, certificate: 'garbage' }),
      'certificate',
      /must be X\.509 certificates as PEM/,
    ],
    [
      'a certificate that cannot be read',
      () => importOf({ ...partner, certificate: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----' }),
      'certificate',
      /cannot be read/,
    ],
    [
      'a key among certificates',
      () => importOf({ ...partner, certificate: partner.certificate + partner.privateKey }),
      'certificate',
      /holds a private key/,
    ],
    [
      'a request in place of a certificate',
      () =>
        importOf({
          ...partner,
          certificate: '-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----',
        }),
      'certificate',
      /is a certificate request/,
    ],
    [
      'an encrypted key',
      () =>
        importOf({
          ...partner,
          privateKey: createPrivateKey(partner.privateKey)
            .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
            .toString(),
        }),
      'privateKey',
      /unencrypted private key/,
    ],
    [
      'a wrong passphrase',
      () => ({ import: { pkcs12: modernFile, passphrase: 'another' } }),
      'passphrase',
      /another passphrase/,
    ],
    ['no passphrase where one is needed', () => ({ import: { pkcs12: oldFile } }), 'passphrase', /another passphrase/],
    [
      'a file that is no PKCS#12',
      () => ({ import: { pkcs12: Buffer.from('garbage').toString('base64'), passphrase } }),
      'pkcs12',
      /must be a PKCS#12 file/,
    ],
    [
      'a file that takes too long to open',
      () => ({ import: { pkcs12: manyFile, passphrase: 'x' } }),
      'pkcs12',
      /rounds of key derivation/,
    ],
    [
      'a file without a key',
      () => ({ import: { pkcs12: nokeyFile, passphrase: 'x' } }),
      'pkcs12',
      /holds no private key/,
    ],
    [
      'PKCS#12 and PEM at once',
      () => ({ import: { pkcs12: modernFile, passphrase, certificate: partner.certificate } }),
      'certificate',
      /left out beside `pkcs12`/,
    ],
    [
      'a certificate without its key',
      () => ({ import: { certificate: partner.certificate } }),
      'privateKey',
      /is required/,
    ],
  ];
  test.each(rows)('%s', async (_what, source, member, words) => {
    const answer = await admin.post(path, { name: nextName(), ...(await source()) });
    expect([400, 422]).toContain(answer.status);
    const fault = faultsOf(answer).find((one) => one.path === `$.import.${member}`);
    expect(fault?.message).toMatch(words);
    expect(JSON.stringify(answer.body)).not.toContain(passphrase);
  });

  test('neither generate nor import, both, and a subject that is none', async () => {
    const generate = { subject: 'CN=x' };
    for (const body of [{}, { generate, ...importOf(partner) }])
      expect(faultsOf(await admin.post(path, { name: nextName(), ...body }))).toMatchObject([{ path: '$' }]);
    for (const subject of [
      'no subject',
      'CN=a,OU',
      'C=AUT',
      'CN=#0c0161',
      'CN=\\00',
      'emailAddress=jörg@example.com',
    ]) {
      const answer = await admin.post(path, { name: nextName(), generate: { subject } });
      expect(faultsOf(answer)).toMatchObject([{ path: '$.generate.subject' }]);
    }
  });
});

describe('rotating', () => {
  test('keeps two, presents the newer one that is valid, and goes back to the older when the newer is deleted', async () => {
    const { name, answer } = await created(importOf(partner));
    const successor = await authority.issueClient({ commonName: 'successor' });
    const rotated = await admin.post(`${path}/${name}/rotate`, importOf(successor));
    expect(shownOf(rotated)).toMatchObject([
      { version: 2, status: 'presented', thumbprint: successor.thumbprint },
      { version: 1, status: 'superseded', thumbprint: shownOf(answer)[0]?.thumbprint },
    ]);
    expect(await admin.post(`${path}/${name}/rotate`, importOf(successor))).toMatchObject({ status: 409 });
    expect(await admin.delete(`${path}/${name}/certificates/2`)).toMatchObject({ status: 204 });
    expect(shownOf(await admin.get(`${path}/${name}`))).toMatchObject([{ version: 1, status: 'presented' }]);
    expect(await admin.delete(`${path}/${name}/certificates/1`)).toMatchObject({ status: 409 });
    expect(await admin.delete(`${path}/${name}/certificates/7`)).toMatchObject({ status: 404 });
  });

  test('with a later start leaves the present one in use until then', async () => {
    const { name } = await created(importOf(partner));
    const next = { generate: { subject: 'CN=next', selfSigned: true }, useAfterSeconds: 3600 };
    expect(shownOf(await admin.post(`${path}/${name}/rotate`, next))).toMatchObject([
      { version: 2, status: 'next' },
      { version: 1, status: 'presented' },
    ]);
    const soon = await authority.issueClient({ notBefore: new Date(Date.now() + 3_600_000) });
    const { name: other } = await created(importOf(partner));
    expect(shownOf(await admin.post(`${path}/${other}/rotate`, importOf(soon)))).toMatchObject([
      { version: 2, status: 'next' },
      { version: 1, status: 'presented' },
    ]);
  });

  test('waits for the certificate of its request, and takes none of another key', async () => {
    const { name } = await created(importOf(partner));
    const rotated = await admin.post(`${path}/${name}/rotate`, { generate: { subject: 'CN=next' } });
    expect(shownOf(rotated)).toMatchObject([{ version: 1, status: 'presented' }]);
    const again = await admin.post(`${path}/${name}/rotate`, { generate: { subject: 'CN=next' } });
    expect(again).toMatchObject({ status: 409, body: { detail: expect.stringContaining('version 2 waits') } });
    const foreign = await admin.post(`${path}/${name}/certificates`, { certificate: partner.certificate });
    expect(faultsOf(foreign)).toMatchObject([
      { path: '$.certificate', message: expect.stringMatching(/not issued for the key/) },
    ]);
    const installed = await admin.post(`${path}/${name}/certificates`, { certificate: await issueFor(csrOf(rotated)) });
    expect(shownOf(installed)).toMatchObject([{ version: 2, status: 'presented' }, { version: 1 }]);
    expect(await admin.post(`${path}/${name}/certificates`, { certificate: partner.certificate })).toMatchObject({
      status: 409,
    });
  });
});

test('deleting one that nothing uses destroys it, and every change is in the trail without a secret', async () => {
  const { name } = await created({ generate: { subject: 'CN=short-lived', selfSigned: true } });
  expect(await admin.delete(`${path}/${name}`)).toMatchObject({ status: 204 });
  expect(await admin.get(`${path}/${name}`)).toMatchObject({ status: 404 });
  const events = (await admin.get('/v1/audit-events?limit=200')).body as { items: { type: string; data: object }[] };
  const own = events.items.filter(({ data }) => 'clientCertificate' in data && data.clientCertificate === name);
  expect(own.map(({ type }) => type).toSorted()).toEqual(['client_certificate.created', 'client_certificate.deleted']);
  expect(JSON.stringify(events)).not.toMatch(/PRIVATE|BEGIN/);
  expect(service.log.text).not.toMatch(/PRIVATE KEY/);
});

test('needs client-certificates:read to be read and client-certificates:write to be changed', async () => {
  const key = await admin.post('/v1/api-keys', { name: 'reader', scopes: ['client-certificates:read'] });
  const reader = service.caller((key.body as { key: string }).key);
  expect(await reader.get(path)).toMatchObject({ status: 200 });
  expect(await reader.post(path, { name: nextName(), ...importOf(partner) })).toMatchObject({ status: 403 });
});
