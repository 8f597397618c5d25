import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { canonicalJson } from '../../src/audit/format/canonical-json.js';
import { createSelfSignedClient } from '../support/certificates.js';
import type { ApiAnswer, ApiClient } from '../support/service/api-client.js';
import { startTestService, type TestService } from '../support/service.js';
import { eventsIn, faultsIn, providerIn, providersIn, revisionIn, revisionsIn } from './answers.js';
import { fullOidc, leastOauth2, leastOidc } from './bodies.js';
import { membersOf, withMember, wrongValueFor } from './members.js';

let service: TestService;
let api: ApiClient;
let names = 0;

beforeAll(async () => {
  service = await startTestService({ environment: { OUTBOUND_ALLOW_HTTP: 'false' } });
  api = await service.newTenant();
});
afterAll(async () => {
  await service.close();
});

/** Saves a provider under a name of its own. */
async function created(
  body: object = leastOidc,
): Promise<{ name: string; path: string; body: object; answer: ApiAnswer }> {
  const name = `provider-${(names += 1)}`;
  const named = { ...body, name };
  const answer = await api.post('/v1/providers', named);
  expect(answer.status).toBe(201);
  return { name, path: `/v1/providers/${name}`, body: named, answer };
}

const put = (path: string, body: unknown, revision: number) => api.put(path, body, { 'if-match': `"${revision}"` });

async function eventsOf(name: string) {
  return eventsIn(await api.get('/v1/audit-events?limit=200')).filter(({ data }) => data.provider === name);
}

describe('an answer that is changed and sent back', () => {
  it.each([
    ['least', leastOidc],
    ['full', { ...fullOidc, legacyName: null }],
    ['OAuth 2.0', leastOauth2],
  ] as const)('replaces the provider and keeps what is stored: %s', async (_name, body) => {
    const { path } = await created(body);
    const shown = (await api.get(path)).body as object;
    const replaced = await put(path, { ...shown, enabled: false }, 1);
    expect(replaced.status).toBe(200);
    const { enabled, revision, revisionHash, updatedAt, ...same } = replaced.body as Record<string, unknown>;
    expect({ enabled, revision }).toEqual({ enabled: false, revision: 2 });
    expect([revisionHash, updatedAt]).not.toContain(undefined);
    expect(shown).toMatchObject(same);
  });
});

describe('a provider that is saved', () => {
  it('is answered with its place, its revision and every default', async () => {
    const { name, path, answer } = await created();
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
    const { answer } = await created(leastOauth2);
    expect(answer.body).toMatchObject({
      scopes: [],
      idToken: null,
      discovery: false,
      resources: [{ type: 'document', tokenParameter: 'none', required: true, retain: 'all', mappings: [] }],
    });
  });

  it('keeps every member that was sent', async () => {
    const { name, path } = await created({ ...fullOidc, name: undefined });
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
    const { path, body } = await created({
      ...leastOidc,
      clientAuthentication: { method: 'client_secret_post', clientSecret: secret },
    });
    await put(path, body, 1);
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
    const { name, path, body } = await created();
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
    await created({ ...leastOidc, legacyName: 'An old name' });
    const second = await api.post('/v1/providers', { ...leastOidc, name: 'second', legacyName: 'An old name' });
    expect(second).toMatchObject({ status: 409, body: { errors: [{ path: '$.legacyName' }] } });
  });

  it('belongs to its tenant: to another one it does not exist', async () => {
    const { name, path, body } = await created();
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
    const members = membersOf(fullOidc).filter(({ path }) => path[0] !== 'claimsRequest' || path.length < 3);
    for (const { path, value } of members) {
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

describe('a change of a provider', () => {
  it('makes a new revision and leaves the old one readable', async () => {
    const { path, body, answer } = await created();
    const changed = await put(path, { ...body, clientId: 'another-client' }, 1);
    expect(changed).toMatchObject({ status: 200, body: { revision: 2, clientId: 'another-client' } });
    expect(changed.headers.get('etag')).toBe('"2"');
    const first = revisionIn(await api.get(`${path}/revisions/1`));
    expect(first).toMatchObject({ change: 'created', configuration: { clientId: 'our-client' } });
    expect(first.revisionHash).toBe(providerIn(answer).revisionHash);
    const list = revisionsIn(await api.get(`${path}/revisions`));
    expect(list.items.map(({ revision }) => revision)).toEqual([2, 1]);
  });

  it('is named by the SHA-256 of its canonical configuration', async () => {
    const { path } = await created({ ...fullOidc, legacyName: null });
    const { body } = await api.get(`${path}/revisions/1`);
    const { configuration, revisionHash } = z.object({ configuration: z.json(), revisionHash: z.string() }).parse(body);
    expect(revisionHash).toBe(createHash('sha256').update(canonicalJson(configuration)).digest('hex'));
  });

  it('needs to say which revision it changes', async () => {
    const { path, body } = await created();
    expect((await api.put(path, body)).status).toBe(428);
    expect((await put(path, body, 7)).status).toBe(412);
    expect((await api.delete(path)).status).toBe(428);
    expect((await api.delete(path, { 'if-match': '"7"' })).status).toBe(412);
    expect(providerIn(await api.get(path)).revision).toBe(1);
  });

  it('loses against one that came first', async () => {
    const { path, body } = await created();
    const answers = await Promise.all([put(path, body, 1), put(path, body, 1), put(path, body, 1)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
  });

  it('cannot rename it', async () => {
    const { path, body } = await created();
    expect(await put(path, { ...body, name: 'renamed' }, 1)).toMatchObject({
      status: 422,
      body: { errors: [{ path: '$.name' }] },
    });
  });

  it('cannot touch what a revision says, even in the database', async () => {
    const { name } = await created();
    const dataSource = service.app.get(DataSource);
    const change = (sql: string) =>
      dataSource.query(`${sql} WHERE provider_id = (SELECT id FROM provider WHERE name = $1)`, [name]);
    await expect(change(`UPDATE provider_revision SET hash = repeat('0', 64)`)).rejects.toThrow(/immutable/);
    await expect(change('DELETE FROM provider_revision')).rejects.toThrow(/immutable/);
  });

  it('is in the trail with revision, hash and warnings', async () => {
    const { name, path, body } = await created();
    await put(path, { ...body, usePkce: false }, 1);
    await api.post(`${path}/disable`);
    await api.post(`${path}/enable`);
    await api.post(`${path}/metadata-approvals`, {});
    await api.delete(path, { 'if-match': '"5"' });
    const events = await eventsOf(name);
    expect(new Set(events.map(({ type }) => type))).toEqual(
      new Set([
        'provider.created',
        'provider.revised',
        'provider.disabled',
        'provider.enabled',
        'provider.metadata_approved',
        'provider.deleted',
      ]),
    );
    const revised = events.find(({ type }) => type === 'provider.revised');
    const revision = revisionIn(await api.get(`${path}/revisions/2`));
    expect(revised?.data).toMatchObject({
      revision: 2,
      revisionHash: revision.revisionHash,
      warnings: expect.arrayContaining([{ code: 'pkce_off', path: '$.usePkce' }]) as unknown,
    });
  });
});

describe('a secret', () => {
  const withoutSecret = (body: object) => ({ ...body, clientAuthentication: { method: 'client_secret_basic' } });

  it('is kept by a change that omits it', async () => {
    const { path, body, answer } = await created();
    const changed = await put(path, { ...withoutSecret(body), clientId: 'another-client' }, 1);
    expect(changed.status).toBe(200);
    expect(providerIn(changed).clientAuthentication).toEqual(providerIn(answer).clientAuthentication);
  });

  it.each([
    ['the issuer', { issuer: 'https://other.example' }],
    ["the token endpoint's origin", { tokenUri: 'https://other.example/token' }],
  ])('must be entered again with a change of %s', async (_what, change) => {
    const { path, body } = await created();
    const refused = await put(path, { ...withoutSecret(body), ...change }, 1);
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'request.unacceptable', errors: [{ path: '$.clientAuthentication.clientSecret' }] },
    });
    expect((await put(path, { ...body, ...change }, 1)).status).toBe(200);
  });

  it('must be entered again with a change of TLS trust', async () => {
    const { path, body } = await created();
    const { certificate } = await createSelfSignedClient();
    for (const trust of [{ ca: certificate }, { leaf: certificate }]) {
      const refused = await put(path, { ...withoutSecret(body), trust }, 1);
      expect(refused).toMatchObject({
        status: 422,
        body: { errors: [{ path: '$.clientAuthentication.clientSecret' }] },
      });
    }
  });

  it('must be entered again when the new method sends it', async () => {
    const { path, body } = await created({
      ...leastOidc,
      clientAuthentication: { method: 'client_secret_jwt', clientSecret: 'a secret' },
    });
    const refused = await put(path, withoutSecret(body), 1);
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ path: '$.clientAuthentication.clientSecret' }] } });
  });

  it('is told apart from the name when both are at fault', async () => {
    const { path, body } = await created();
    const refused = await put(path, { ...withoutSecret(body), name: 'x', issuer: 'https://other.example' }, 1);
    expect(faultsIn(refused)).toEqual(['$.name', '$.clientAuthentication.clientSecret']);
  });

  it('is destroyed with its provider', async () => {
    const { name, path } = await created();
    await api.delete(path, { 'if-match': '"1"' });
    const rows: { sealed: Buffer | null }[] = await service.app
      .get(DataSource)
      .query('SELECT c.sealed FROM credential c JOIN provider p ON p.id = c.provider_id WHERE p.name = $1', [name]);
    expect(rows).toEqual([{ sealed: null }]);
  });
});

describe('a switch', () => {
  it('disables and enables, each time by a revision', async () => {
    const { path } = await created();
    expect(await api.post(`${path}/disable`)).toMatchObject({ status: 200, body: { enabled: false, revision: 2 } });
    expect(await api.post(`${path}/disable`)).toMatchObject({ status: 200, body: { enabled: false, revision: 2 } });
    expect(await api.post(`${path}/enable`)).toMatchObject({ status: 200, body: { enabled: true, revision: 3 } });
    expect((await api.get(`${path}/revisions/2`)).body).toMatchObject({
      change: 'disabled',
      configuration: { enabled: false },
    });
  });

  it('honours If-Match but does not need it', async () => {
    const { path } = await created();
    expect((await api.post(`${path}/disable`, undefined, { 'if-match': '"9"' })).status).toBe(412);
    expect((await api.post(`${path}/disable`, undefined, { 'if-match': '"1"' })).status).toBe(200);
  });
});

describe('a deleted provider', () => {
  it('is gone but for its revisions', async () => {
    const { path, body } = await created();
    await api.delete(path, { 'if-match': '"1"' });
    expect((await api.get(path)).status).toBe(404);
    expect((await put(path, body, 1)).status).toBe(404);
    expect((await api.post(`${path}/enable`)).status).toBe(404);
    expect((await api.get(`${path}/revisions/1`)).status).toBe(200);
    expect((await api.get(`${path}/revisions/2`)).status).toBe(404);
    expect((await api.get(`${path}/revisions/x`)).status).toBe(404);
  });
});

describe('a metadata approval', () => {
  it('pins the origins that it names, and the provider warns of those elsewhere', async () => {
    const { path } = await created();
    const origins = { token_endpoint: 'https://token.example' };
    const approved = await api.post(`${path}/metadata-approvals`, { origins });
    expect(approved).toMatchObject({ status: 200, body: { revision: 2, pinnedOrigins: origins } });
    expect(providerIn(approved).warnings).toContainEqual(expect.objectContaining({ code: 'foreign_origin' }));
    const open = await api.post(`${path}/metadata-approvals`, {});
    expect(open).toMatchObject({ status: 200, body: { revision: 3, pinnedOrigins: null } });
  });

  it.each([
    [{ origins: { token_endpoint: 'https://token.example/path' } }, '$.origins.token_endpoint'],
    [{ origins: { token_endpoint: 'ftp://token.example' } }, '$.origins.token_endpoint'],
    [{ origin: {} }, '$.origin'],
  ])('is refused when it is %j', async (body, path) => {
    const provider = await created();
    const answer = await api.post(`${provider.path}/metadata-approvals`, body);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path }] } });
  });
});
