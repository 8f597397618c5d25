import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { canonicalJson } from '../../src/audit/format/canonical-json.js';
import { createSelfSignedClient } from '../support/certificates.js';
import type { ApiClient } from '../support/service/api-client.js';
import type { TestService } from '../support/service.js';
import { eventsIn, faultsIn, providerIn, revisionIn, revisionsIn } from './answers.js';
import { fullOidc, leastOidc } from './bodies.js';
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

async function eventsOf(name: string) {
  return eventsIn(await api.get('/v1/audit-events?limit=200')).filter(({ data }) => data.provider === name);
}

describe('a change of a provider', () => {
  it('makes a new revision and leaves the old one readable', async () => {
    const { path, body, answer } = await providers.created();
    const changed = await providers.put(path, { ...body, clientId: 'another-client' }, 1);
    expect(changed).toMatchObject({ status: 200, body: { revision: 2, clientId: 'another-client' } });
    expect(changed.headers.get('etag')).toBe('"2"');
    const first = revisionIn(await api.get(`${path}/revisions/1`));
    expect(first).toMatchObject({ change: 'created', configuration: { clientId: 'our-client' } });
    expect(first.revisionHash).toBe(providerIn(answer).revisionHash);
    const list = revisionsIn(await api.get(`${path}/revisions`));
    expect(list.items.map(({ revision }) => revision)).toEqual([2, 1]);
  });

  it('is named by the SHA-256 of its canonical configuration', async () => {
    const { path } = await providers.created({ ...fullOidc, legacyName: null });
    const { body } = await api.get(`${path}/revisions/1`);
    const { configuration, revisionHash } = z.object({ configuration: z.json(), revisionHash: z.string() }).parse(body);
    expect(revisionHash).toBe(createHash('sha256').update(canonicalJson(configuration)).digest('hex'));
  });

  it('needs to say which revision it changes', async () => {
    const { path, body } = await providers.created();
    expect((await api.put(path, body)).status).toBe(428);
    expect((await api.put(path, {})).status).toBe(428);
    expect((await api.put(path, {}, { 'if-match': '"7"' })).status).toBe(412);
    expect((await api.put(path, {}, { 'if-match': '"1"' })).status).toBe(400);
    expect((await providers.put(path, body, 7)).status).toBe(412);
    expect((await api.delete(path)).status).toBe(428);
    expect((await api.delete(path, { 'if-match': '"7"' })).status).toBe(412);
    expect(providerIn(await api.get(path)).revision).toBe(1);
  });

  it('loses against one that came first', async () => {
    const { path, body } = await providers.created();
    const answers = await Promise.all([
      providers.put(path, body, 1),
      providers.put(path, body, 1),
      providers.put(path, body, 1),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
  });

  it('cannot rename it', async () => {
    const { path, body } = await providers.created();
    expect(await providers.put(path, { ...body, name: 'renamed' }, 1)).toMatchObject({
      status: 422,
      body: { errors: [{ path: '$.name' }] },
    });
  });

  it('cannot touch what a revision says, even in the database', async () => {
    const { name } = await providers.created();
    const dataSource = service.app.get(DataSource);
    const change = (sql: string) =>
      dataSource.query(`${sql} WHERE provider_id = (SELECT id FROM provider WHERE name = $1)`, [name]);
    await expect(change(`UPDATE provider_revision SET hash = repeat('0', 64)`)).rejects.toThrow(/immutable/);
    await expect(change('DELETE FROM provider_revision')).rejects.toThrow(/immutable/);
  });

  it('is in the trail with revision, hash and warnings', async () => {
    const { name, path, body } = await providers.created();
    await providers.put(path, { ...body, usePkce: false }, 1);
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
    const { path, body, answer } = await providers.created();
    const changed = await providers.put(path, { ...withoutSecret(body), clientId: 'another-client' }, 1);
    expect(changed.status).toBe(200);
    expect(providerIn(changed).clientAuthentication).toEqual(providerIn(answer).clientAuthentication);
  });

  it.each([
    ['the issuer', { issuer: 'https://other.example' }],
    ["the token endpoint's origin", { tokenUri: 'https://other.example/token' }],
  ])('must be entered again with a change of %s', async (_what, change) => {
    const { path, body } = await providers.created();
    const refused = await providers.put(path, { ...withoutSecret(body), ...change }, 1);
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'request.unacceptable', errors: [{ path: '$.clientAuthentication.clientSecret' }] },
    });
    expect((await providers.put(path, { ...body, ...change }, 1)).status).toBe(200);
  });

  it('must be entered again with a change of TLS trust', async () => {
    const { path, body } = await providers.created();
    const { certificate } = await createSelfSignedClient();
    for (const trust of [{ ca: certificate }, { leaf: certificate }]) {
      const refused = await providers.put(path, { ...withoutSecret(body), trust }, 1);
      expect(refused).toMatchObject({
        status: 422,
        body: { errors: [{ path: '$.clientAuthentication.clientSecret' }] },
      });
    }
  });

  it('must be entered again when the new method sends it', async () => {
    const { path, body } = await providers.created({
      ...leastOidc,
      clientAuthentication: { method: 'client_secret_jwt', clientSecret: 'a secret' },
    });
    const refused = await providers.put(path, withoutSecret(body), 1);
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ path: '$.clientAuthentication.clientSecret' }] } });
  });

  it('is told apart from the name when both are at fault', async () => {
    const { path, body } = await providers.created();
    const refused = await providers.put(
      path,
      { ...withoutSecret(body), name: 'x', issuer: 'https://other.example' },
      1,
    );
    expect(faultsIn(refused)).toEqual(['$.name', '$.clientAuthentication.clientSecret']);
  });

  it('is destroyed with its provider', async () => {
    const { name, path } = await providers.created();
    await api.delete(path, { 'if-match': '"1"' });
    const rows: { sealed: Buffer | null }[] = await service.app
      .get(DataSource)
      .query('SELECT c.sealed FROM credential c JOIN provider p ON p.id = c.provider_id WHERE p.name = $1', [name]);
    expect(rows).toEqual([{ sealed: null }]);
  });
});

describe('a switch', () => {
  it('disables and enables, each time by a revision', async () => {
    const { path } = await providers.created();
    expect(await api.post(`${path}/disable`)).toMatchObject({ status: 200, body: { enabled: false, revision: 2 } });
    expect(await api.post(`${path}/disable`)).toMatchObject({ status: 200, body: { enabled: false, revision: 2 } });
    expect(await api.post(`${path}/enable`)).toMatchObject({ status: 200, body: { enabled: true, revision: 3 } });
    expect((await api.get(`${path}/revisions/2`)).body).toMatchObject({
      change: 'disabled',
      configuration: { enabled: false },
    });
  });

  it('honours If-Match but does not need it', async () => {
    const { path } = await providers.created();
    expect((await api.post(`${path}/disable`, undefined, { 'if-match': '"9"' })).status).toBe(412);
    expect((await api.post(`${path}/disable`, undefined, { 'if-match': '"1"' })).status).toBe(200);
  });
});

describe('a deleted provider', () => {
  it('is gone but for its revisions', async () => {
    const { path, body } = await providers.created();
    await api.delete(path, { 'if-match': '"1"' });
    expect((await api.get(path)).status).toBe(404);
    expect((await providers.put(path, body, 1)).status).toBe(404);
    expect((await api.post(`${path}/enable`)).status).toBe(404);
    expect((await api.get(`${path}/revisions/1`)).status).toBe(200);
    expect((await api.get(`${path}/revisions/2`)).status).toBe(404);
    expect((await api.get(`${path}/revisions/x`)).status).toBe(404);
  });
});

describe('a metadata approval', () => {
  it('pins the origins that it names, and the provider warns of those elsewhere', async () => {
    const { path } = await providers.created();
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
    const provider = await providers.created();
    const answer = await api.post(`${provider.path}/metadata-approvals`, body);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path }] } });
  });
});
