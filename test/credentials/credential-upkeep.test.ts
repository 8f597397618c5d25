import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK } from 'jose';
import { DataSource } from 'typeorm';
import { CredentialUpkeep } from '../../src/credentials/upkeep/credential-upkeep.js';
import { type ExpirySource, ExpirySources } from '../../src/credentials/upkeep/expiry-sources.js';
import { eventsIn, providerIn } from '../providers/answers.js';
import { leastOidc } from '../providers/bodies.js';
import { createSelfSignedClient, createSelfSignedServer } from '../support/certificates.js';
import { issueCertificate } from '../support/issued-certificate.js';
import type { ApiClient } from '../support/service/api-client.js';
import { startTestService, type TestService } from '../support/service.js';

const day = 86_400_000;
let service: TestService;
let api: ApiClient;
let upkeep: CredentialUpkeep;
let names = 0;

beforeAll(async () => {
  service = await startTestService();
  api = await service.newTenant();
  upkeep = service.app.get(CredentialUpkeep, { strict: false });
});
afterAll(async () => {
  await service.close();
});

const inDays = (days: number) => new Date(service.clock.now().getTime() + days * day);

async function savedWith(clientAuthentication: object): Promise<{ name: string; path: string; body: object }> {
  const name = `provider-${(names += 1)}`;
  const body = { ...leastOidc, name, clientAuthentication };
  expect((await api.post('/v1/providers', body)).status).toBe(201);
  return { name, path: `/v1/providers/${name}`, body };
}

const secret = (expiresAt: Date, clientSecret = 'a secret') => ({
  method: 'client_secret_basic',
  clientSecret,
  expiresAt: expiresAt.toISOString(),
});

/** The thresholds that the trail has warned of, oldest first. */
async function warnedOf(name: string): Promise<readonly unknown[]> {
  const expiring = eventsIn(await api.get('/v1/audit-events?type=credential.expiring&limit=200'));
  const expired = eventsIn(await api.get('/v1/audit-events?type=credential.expired&limit=200'));
  return [...expiring, ...expired]
    .filter(({ data }) => data.provider === name)
    .map(({ data }) => data.withinDays)
    .sort((one, other) => Number(other) - Number(one));
}

describe('a credential that expires', () => {
  it('is warned of, and one out of use destroyed, though what another tenant has entered cannot be read', async () => {
    const { name, path } = await savedWith(secret(inDays(5)));
    const sources = service.app.get(ExpirySources, { strict: false }).all as ExpirySource[];
    const refuse = () => Promise.reject(new Error('unreadable'));
    const known = upkeep.knownExpiries.length;
    sources.unshift({ kind: 'provider_trust', listExpiring: refuse, claimWarning: refuse });
    try {
      await expect(upkeep.run()).rejects.toMatchObject({ errors: [{ message: 'unreadable' }] });
      // Whoever asks what expires is told the rest, and what could not be read.
      const { status, body } = await api.get('/v1/expirations?withinDays=30');
      expect(status).toBe(200);
      expect(body).toMatchObject({
        items: expect.arrayContaining([expect.objectContaining({ kind: 'provider_credential', name })]),
        failed: ['provider_trust'],
      });
    } finally {
      sources.shift();
    }
    expect(await warnedOf(name)).toEqual([7]);
    expect(upkeep.knownExpiries.length).toBeGreaterThan(known);
    const { headers } = await api.get(path);
    expect((await api.delete(path, { 'if-match': headers.get('etag') ?? '' })).status).toBe(204);
  });

  it('is warned of once per threshold, however often and wherever the upkeep runs', async () => {
    const { name } = await savedWith(secret(inDays(31)));
    const seen: unknown[] = [];
    for (const days of [0, 2, 20, 3, 5, 1]) {
      service.clock.advance(days * day);
      await Promise.all([upkeep.run(), upkeep.run()]);
      seen.push(await warnedOf(name));
    }
    expect(seen).toEqual([[], [30], [30], [30, 7], [30, 7, 1], [30, 7, 1, 0]]);
  });

  it('says in the trail which credential of which provider it is', async () => {
    const { name } = await savedWith(secret(inDays(3)));
    await upkeep.run();
    const [event] = eventsIn(await api.get('/v1/audit-events?type=credential.expiring&limit=200')).filter(
      ({ data }) => data.provider === name,
    );
    expect(event?.data).toMatchObject({
      owner: { kind: 'provider', name },
      credential: { purpose: 'client_secret', version: 1 },
      withinDays: 7,
    });
  });

  it('is in the metrics and in the warnings of its provider', async () => {
    const { certificate, privateKey } = await createSelfSignedClient({ notAfter: inDays(5) });
    const { path } = await savedWith({ method: 'tls_client_auth', certificate, privateKey });
    await upkeep.run();
    const provider = providerIn(await api.get(path));
    expect(provider.warnings).toContainEqual(
      expect.objectContaining({ code: 'credential_expiring', path: '$.clientAuthentication.certificate' }),
    );
    const metrics = String((await api.get('/metrics')).body);
    expect(metrics).toContain(`owner_kind="provider",owner="${provider.id}",purpose="client_certificate"`);
  });

  it('is no longer warned of once another has replaced it, and anew when its expiry changes', async () => {
    const { name, path, body } = await savedWith(secret(inDays(20)));
    await upkeep.run();
    await api.put(path, { ...body, clientAuthentication: secret(inDays(300), 'newer') }, { 'if-match': '"1"' });
    service.clock.advance(15 * day);
    await upkeep.run();
    expect(await warnedOf(name)).toEqual([30]);
    const { clientSecret: _kept, ...sooner } = secret(inDays(6));
    await api.put(path, { ...body, clientAuthentication: sooner }, { 'if-match': '"2"' });
    await upkeep.run();
    expect(await warnedOf(name)).toEqual([30, 7]);
  });
});

describe('a client certificate that expires', () => {
  const imported = async (notAfter: Date) => {
    const { certificate, privateKey } = await createSelfSignedClient({ notAfter });
    return { import: { certificate, privateKey } };
  };
  const warned = async (name: string) =>
    [
      ...eventsIn(await api.get('/v1/audit-events?type=credential.expired&limit=200')),
      ...eventsIn(await api.get('/v1/audit-events?type=credential.expiring&limit=200')),
    ]
      .filter(({ data }) => (data as { owner?: { name: string } }).owner?.name === name)
      .map(({ data }) => data.withinDays);

  it('is warned of at each threshold with its name, and is in the metrics', async () => {
    const body = { name: 'partner', ...(await imported(inDays(9))) };
    expect((await api.post('/v1/client-certificates', body)).status).toBe(201);
    await upkeep.run();
    service.clock.advance(3 * day);
    await Promise.all([upkeep.run(), upkeep.run()]);
    service.clock.advance(7 * day);
    await upkeep.run();
    expect(await warned('partner')).toEqual([0, 30, 7]);
    const events = eventsIn(await api.get('/v1/audit-events?type=credential.expired&limit=200'));
    expect(events.map(({ data }) => data)).toContainEqual(
      expect.objectContaining({
        owner: expect.objectContaining({ kind: 'client_certificate', name: 'partner' }),
        credential: { purpose: 'client_certificate', version: 1 },
      }),
    );
    expect(String((await api.get('/metrics')).body)).toMatch(/owner_kind="client_certificate",owner="[-0-9a-f]{36}"/);
  });

  it('is not warned of once a successor takes over before it ends', async () => {
    const body = { name: 'rotated', ...(await imported(inDays(20))) };
    expect((await api.post('/v1/client-certificates', body)).status).toBe(201);
    const rotation = await api.post('/v1/client-certificates/rotated/rotate', await imported(inDays(300)));
    expect(rotation.status).toBeLessThan(300);
    await upkeep.run();
    expect(await warned('rotated')).toEqual([]);
  });
});

describe('a certificate that stands in a configuration', () => {
  const pem = async (notAfter: Date) =>
    (await createSelfSignedServer({ notAfter, alternativeNames: [{ type: 'dns', value: 'pinned.example' }] }))
      .certificate;
  const told = async (owner: string) =>
    ['credential.expiring', 'credential.expired'].reduce<Promise<unknown[]>>(async (before, type) => {
      const events = eventsIn(await api.get(`/v1/audit-events?type=${type}&limit=200`)).filter(
        ({ data }) => (data as { owner?: { name: string } }).owner?.name === owner,
      );
      return [...(await before), ...events.map(({ data }) => [data['withinDays'], data['credential']])];
    }, Promise.resolve([]));

  it('is warned of as a credential is: what a provider is trusted by, what an external authentication pins', async () => {
    const leaf = await pem(inDays(8));
    expect((await api.post('/v1/providers', { ...leastOidc, name: 'trusted', trust: { leaf } })).status).toBe(201);
    const url = 'https://pinned.example/events';
    const rotating = (await pem(inDays(2))) + (await pem(inDays(9)));
    const body = { url, serverCertificate: { isPublicCA: false, pem: rotating } };
    const made = await api.post('/v1/external-authentications', body);
    expect(made.status).toBe(201);
    await upkeep.run();
    service.clock.advance(4 * day);
    await Promise.all([upkeep.run(), upkeep.run()]);
    const ofTrust = { purpose: '$.trust.leaf', version: 1 };
    const pinned = { purpose: '$.serverCertificate.pem', version: 1 };
    for (const [owner, credential] of [
      ['trusted', ofTrust],
      [url, pinned],
    ] as const)
      expect(await told(owner)).toEqual([
        [30, credential],
        [7, credential],
      ]);
    expect((await api.get('/v1/expirations?withinDays=30')).body).toMatchObject({
      items: expect.arrayContaining([
        expect.objectContaining({ kind: 'provider_trust', name: 'trusted', part: '$.trust.leaf' }),
        expect.objectContaining({ kind: 'external_authentication', name: url, part: '$.serverCertificate.pem' }),
      ]),
    });
    const next = { ...body, serverCertificate: { isPublicCA: false, pem: await pem(inDays(300)) } };
    const id = (made.body as { id: string }).id;
    expect((await api.put(`/v1/external-authentications/${id}`, next, { 'if-match': '"1"' })).status).toBe(200);
    service.clock.advance(6 * day);
    await upkeep.run();
    expect((await told(url)).length).toBe(2);
    expect((await told('trusted')).map((one) => (one as unknown[])[0])).toEqual([30, 7, 0]);
  });
});

describe('a certificate of a client, or of who signs them,', () => {
  const bothOf = async (type: string) =>
    eventsIn(await api.get(`/v1/audit-events?type=${type}&limit=200`)).map(({ data }) => [
      (data as { owner?: { kind: string } }).owner?.kind,
      data['credential'],
      data['withinDays'],
    ]);

  it('is warned of as a credential is, listed and measured; of several that a client may show the last counts', async () => {
    const authority = await issueCertificate({ name: [{ CN: ['Partners'] }], authority: true, notAfter: inDays(5) });
    const lasting = await issueCertificate({ name: [{ CN: ['Others'] }], authority: true, notAfter: inDays(300) });
    const authorities = { clientCertificateAuthorities: [lasting.pem, authority.pem] };
    expect((await api.put('/v1/settings/mutual-tls', authorities, { 'if-match': '"0"' })).status).toBe(200);
    const keyUntil = async (days: number) => {
      const { certificate } = await issueCertificate({ notAfter: inDays(days) });
      return { ...(await exportJWK(certificate.publicKey)), x5c: [certificate.raw.toString('base64')] };
    };
    const client = {
      name: 'self-signed',
      integration: 'system',
      grants: ['client_credentials'],
      scopes: ['providers:read'],
      authentication: { method: 'self_signed_tls_client_auth' },
      tokens: { bound: 'certificate' },
      keys: [await keyUntil(2), await keyUntil(6)],
    };
    const made = await api.post('/v1/oauth-clients', client);
    expect(made).toMatchObject({ status: 201 });
    await Promise.all([upkeep.run(), upkeep.run()]);
    const { clientId } = made.body as { clientId: string };
    const warnings = await bothOf('credential.expiring');
    expect(warnings).toEqual(
      expect.arrayContaining([
        ['mutual_tls_settings', { purpose: '$.clientCertificateAuthorities[1]', version: 1 }, 7],
        ['oauth_client', { purpose: '$.keys', version: 1 }, 7],
      ]),
    );
    expect(warnings.filter(([kind]) => kind === 'oauth_client' || kind === 'mutual_tls_settings')).toHaveLength(2);
    const { items } = (await api.get('/v1/expirations?withinDays=30')).body as { items: { kind: string }[] };
    expect(items.filter(({ kind }) => /_authority$|^oauth_client/.test(kind))).toMatchObject([
      { kind: 'client_certificate_authority', name: 'CN=Partners', part: '$.clientCertificateAuthorities[1]' },
      { kind: 'oauth_client_certificate', id: clientId, name: 'self-signed', part: '$.keys' },
    ]);
    expect(String((await api.get('/metrics')).body)).toContain(`owner_kind="oauth_client",owner="${clientId}"`);
  });
});

describe('a credential that is out of use', () => {
  it('is destroyed, and the one in use is not', async () => {
    const { name, path, body } = await savedWith(secret(inDays(300)));
    await api.put(path, { ...body, clientAuthentication: secret(inDays(300), 'newer') }, { 'if-match': '"1"' });
    service.clock.advance(2 * 3_600_000);
    await upkeep.run();
    const rows: unknown[] = await service.app.get(DataSource).query(
      `SELECT c.version, c.sealed IS NULL AS destroyed FROM credential c JOIN provider p ON p.id = c.provider_id
        WHERE p.name = $1 ORDER BY c.version`,
      [name],
    );
    expect(rows).toEqual([
      { version: 1, destroyed: true },
      { version: 2, destroyed: false },
    ]);
  });
});
