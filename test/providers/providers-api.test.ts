import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { createSelfSignedClient } from '../support/certificates.js';
import { everyNth } from '../support/range.js';
import type { ApiClient } from '../support/service/api-client.js';
import type { TestService } from '../support/service.js';
import { faultsIn, providerIn, providersIn } from './answers.js';
import { fullOidc, leastOauth2, leastOidc } from './bodies.js';
import { membersOf, withMember, wrongValueFor } from './members.js';
import { ProviderApi } from './provider-api.js';

let providers: ProviderApi;
let service: TestService;
let api: ApiClient;

beforeAll(async () => {
  providers = await ProviderApi.start();
  ({ service, api } = providers);
});
afterAll(async () => {
  await providers.close();
});

describe('a provider that is saved', () => {
  it('is not sent again to whoever has its present revision', async () => {
    const { path } = await providers.created();
    for (const known of ['"1"', 'W/"1"', '"7", "1"', '*']) {
      const answer = await api.get(path, { 'if-none-match': known });
      expect(answer).toMatchObject({ status: 304, body: null });
      expect(answer.headers.get('etag')).toBe('"1"');
    }
    expect(await api.get(path, { 'if-none-match': '"2"' })).toMatchObject({ status: 200, body: { revision: 1 } });
  });

  it('is answered with its place, its revision and every default', async () => {
    const { name, path, answer } = await providers.created();
    expect(answer.headers.get('location')).toBe(path);
    expect(answer.headers.get('etag')).toBe('"1"');
    expect(answer.body).toMatchObject({
      name,
      revision: 1,
      displayName: { en: name },
      enabled: true,
      scopes: ['openid'],
      discovery: true,
      usePkce: true,
      responseMode: null,
      redirectUri: `${service.url}/callback/tenant-1/${name}`,
      idToken: {
        signingAlgorithms: ['RS256'],
        clockToleranceSeconds: 30,
        useNonce: true,
        validate: { issuer: true, audience: true, expiration: true, notBefore: true, issuedAt: true },
        exceptions: [],
        mappings: [],
      },
      subject: { source: 'id_token', path: 'sub' },
      resources: [],
      warnings: [{ code: 'any_account_passes', path: '$.idToken.mappings' }],
    });
    expect(await api.get(path)).toMatchObject({ status: 200, body: answer.body });
  });

  it('has the defaults of oauth2 when it is of that kind', async () => {
    const { answer } = await providers.created(leastOauth2);
    expect(answer.body).toMatchObject({
      scopes: [],
      idToken: null,
      discovery: false,
      resources: [{ type: 'document', tokenParameter: 'none', required: true, retain: 'all', mappings: [] }],
    });
  });

  it('keeps every member that was sent', async () => {
    const { name, path } = await providers.created({ ...fullOidc, name: undefined });
    const { clientAuthentication: _write, ...members } = fullOidc;
    const body = providerIn(await api.get(path));
    const { mappings: _mappings, ...idToken } = members.idToken;
    expect(body).toMatchObject({
      ...members,
      idToken,
      tokenResponse: {},
      resources: [{}],
      authorizationResponse: {},
      name,
    });
    expect(body.clientAuthentication).toEqual({
      method: 'client_secret_basic',
      basicEncoding: 'raw',
      clientSecret: { set: true, setAt: expect.any(String) as unknown },
      expiresAt: '2099-01-31T00:00:00.000Z',
    });
  });

  it('never shows its secret again: not in answers, not in revisions, not in the trail, not in the log, not in a table', async () => {
    const secret = 'S3cr3t-that-must-not-be-seen';
    const { path, body } = await providers.created({
      ...leastOidc,
      clientAuthentication: { method: 'client_secret_post', clientSecret: secret },
    });
    await providers.put(path, body, 1);
    const answers = await Promise.all([
      api.get(path),
      api.get('/v1/providers?limit=200'),
      api.get(`${path}/revisions`),
      api.get(`${path}/revisions/2`),
      api.get('/v1/audit-events?limit=200'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(JSON.stringify(answers.map((answer) => answer.body))).not.toContain(secret);
    expect(service.log.text).not.toContain(secret);
    const rows: unknown[] = await service.app
      .get(DataSource)
      .query(`SELECT row_to_json(c)::text, encode(sealed, 'escape') AS sealed FROM credential c`);
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(secret);
  });

  it('is refused when its name is taken, also by a deleted one', async () => {
    const { name, path, body } = await providers.created();
    expect(await api.post('/v1/providers', body)).toMatchObject({
      status: 409,
      body: { errors: [{ path: '$.name' }] },
    });
    expect((await api.delete(path, { 'if-match': '"1"' })).status).toBe(204);
    const again = await api.post('/v1/providers', { ...leastOidc, name });
    expect(again).toMatchObject({ status: 409, body: { code: 'request.conflict', errors: [{ path: '$.name' }] } });
    const otherCase = await api.post('/v1/providers', { ...leastOidc, name: name.toUpperCase() });
    expect(otherCase.status).toBe(201);
  });

  it('is refused when its legacy name is taken', async () => {
    await providers.created({ ...leastOidc, legacyName: 'An old name' });
    const second = await api.post('/v1/providers', { ...leastOidc, name: 'second', legacyName: 'An old name' });
    expect(second).toMatchObject({ status: 409, body: { errors: [{ path: '$.legacyName' }] } });
  });

  it('belongs to its tenant: to another one it does not exist', async () => {
    const { name, path, body } = await providers.created();
    const other = await service.newTenant();
    expect((await other.get(path)).status).toBe(404);
    expect((await other.get(`${path}/revisions`)).status).toBe(404);
    expect((await other.put(path, body, { 'if-match': '"1"' })).status).toBe(404);
    expect((await other.post(`${path}/disable`)).status).toBe(404);
    expect((await other.delete(path, { 'if-match': '"1"' })).status).toBe(404);
    expect(providersIn(await other.get('/v1/providers')).items).toEqual([]);
    expect((await other.post('/v1/providers', { ...leastOidc, name })).status).toBe(201);
  });

  it('is listed by name, page by page', async () => {
    const tenant = await service.newTenant();
    for (const name of ['c', 'a', 'b']) await tenant.post('/v1/providers', { ...leastOidc, name });
    const first = providersIn(await tenant.get('/v1/providers?limit=2'));
    expect(first.items.map(({ name }) => name)).toEqual(['a', 'b']);
    const second = await tenant.get(`/v1/providers?limit=2&cursor=${String(first.next)}`);
    expect(second.body).toMatchObject({ items: [{ name: 'c' }], next: null });
  });

  it('is refused without TLS where the deployment does not allow it', async () => {
    const answer = await api.post('/v1/providers', { ...leastOidc, issuer: 'http://idp.example' });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: '$.issuer' }] } });
  });

  it('needs the scope', async () => {
    const { body } = await api.post('/v1/api-keys', { name: 'reader', scopes: ['providers:read'] });
    const reader = service.caller(z.object({ key: z.string() }).parse(body).key);
    expect((await reader.get('/v1/providers')).status).toBe(200);
    expect((await reader.post('/v1/providers', leastOidc)).status).toBe(403);
  });
});

describe('a member that is wrong', () => {
  it('is named, whichever it is, and never a failure of ours', async () => {
    // The reading of a body is tried with each of them (provider-request.test.ts); here every day every sixth comes by a request.
    const members = membersOf(fullOidc).filter(({ path }) => path[0] !== 'claimsRequest' || path.length < 3);
    for (const { path, value } of everyNth(members, 6)) {
      const answer = await api.post('/v1/providers', withMember(fullOidc, path, wrongValueFor(value)));
      expect([400, 422]).toContain(answer.status);
      expect(faultsIn(answer).some((fault) => fault.startsWith(`$.${String(path[0])}`))).toBe(true);
    }
  });

  it.each(['null', '[]', '"text"', '7', ''])('is the body itself when it is %j', async (body) => {
    const answer = await api.post('/v1/providers', body);
    expect(answer.status).toBe(400);
  });
});

describe('an answer that is changed and sent back', () => {
  it.each([
    ['least', leastOidc],
    ['full', { ...fullOidc, legacyName: null }],
    ['OAuth 2.0', leastOauth2],
  ] as const)('replaces the provider and keeps what is stored: %s', async (_name, body) => {
    const { path } = await providers.created(body);
    const shown = (await api.get(path)).body as object;
    const replaced = await providers.put(path, { ...shown, enabled: false }, 1);
    expect(replaced.status).toBe(200);
    const { enabled, revision, revisionHash, updatedAt, ...same } = replaced.body as Record<string, unknown>;
    expect({ enabled, revision }).toEqual({ enabled: false, revision: 2 });
    expect([revisionHash, updatedAt]).not.toContain(undefined);
    expect(shown).toMatchObject(same);
  });
});

describe('an answer that shows a certificate or a key', () => {
  it.each(['private_key_jwt', 'self_signed_tls_client_auth'])('can be sent back too: %s', async (method) => {
    const { certificate, privateKey } = await createSelfSignedClient();
    const credential = method === 'private_key_jwt' ? {} : { certificate, privateKey };
    const { path } = await providers.created({ ...leastOidc, clientAuthentication: { method, ...credential } });
    const shown = providerIn(await api.get(path));
    const replaced = providerIn(await providers.put(path, shown, 1));
    expect(replaced.clientAuthentication).toEqual(shown.clientAuthentication);
  });
});
