import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DataSource } from 'typeorm';
import { scopes, tenantScopes } from '../../src/access/scope.js';
import type { ApiClient } from '../support/service/api-client.js';
import { startTestService, type TestService } from '../support/service.js';

interface Page {
  readonly items: readonly unknown[];
  readonly next: string | null;
}

let service: TestService;
let acme: ApiClient;

beforeAll(async () => {
  service = await startTestService();
  acme = await service.newTenant('acme');
});
afterAll(() => service.close());

async function newKey(caller: ApiClient, body: Record<string, unknown>): Promise<{ id: string; caller: ApiClient }> {
  const answer = await caller.post('/v1/api-keys', { name: 'a key', ...body });
  expect(answer.status).toBe(201);
  const { id, key } = answer.body as { id: string; key: string };
  return { id, caller: service.caller(key) };
}

describe('a caller', () => {
  test('without a key is told how to authenticate', async () => {
    const answer = await service.caller(null).get('/v1/api-keys');
    expect(answer).toMatchObject({ status: 401, body: { code: 'access.key_missing' } });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="countersign"');
  });

  test.each([
    ['an unknown key', `Bearer csk_${'x'.repeat(43)}`],
    ['a key of another form', 'Bearer abc'],
    ['another scheme', 'Basic YTpi'],
    ['two keys', 'Bearer csk_a csk_b'],
    ['no key after the scheme', 'Bearer'],
    ['a key of ten thousand characters', `Bearer csk_${'x'.repeat(10_000)}`],
  ])('with %s is refused', async (_what, authorization) => {
    const answer = await service.caller(null).get('/v1/api-keys', { authorization });
    expect(answer).toMatchObject({ status: 401, body: { code: 'access.key_invalid' } });
    expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"');
  });

  test('with a key as DPoP is told that keys are sent as Bearer, though a proof came along', async () => {
    const answer = await service
      .caller(null)
      .get('/v1/api-keys', { authorization: `DPoP ${acme.key ?? ''}`, dpop: 'x' });
    expect(answer).toMatchObject({ status: 401, body: { code: 'access.key_invalid' } });
    expect((answer.body as { detail: string }).detail).toContain('Bearer');
    expect((await acme.get('/v1/api-keys', { dpop: 'x' })).status).toBe(200);
  });

  test('may write the scheme in any letter case (RFC 9110 §11.1)', async () => {
    const { key } = acme;
    expect((await service.caller(null).get('/v1/api-keys', { authorization: `bEARER ${key ?? ''}` })).status).toBe(200);
  });
});

describe('an API key', () => {
  test('works until it expires', async () => {
    const { caller } = await newKey(acme, {
      scopes: ['keys:write'],
      expiresAt: new Date(Date.now() + 60_000).toISOString(),
    });
    expect((await caller.get('/v1/api-keys')).status).toBe(200);
    service.clock.advance(61_000);
    const answer = await caller.get('/v1/api-keys');
    service.clock.advance(-61_000);
    expect(answer).toMatchObject({ status: 401, body: { code: 'access.key_invalid' } });
  });

  test('needs no name', async () => {
    const answer = await acme.post('/v1/api-keys', { scopes: ['audit:read'] });
    expect(answer).toMatchObject({ status: 201, body: { name: 'unnamed', scopes: ['audit:read'], expiresAt: null } });
  });

  test('works until it is revoked, and can be revoked once', async () => {
    const { id, caller } = await newKey(acme, { scopes: ['keys:write'] });
    expect((await acme.delete(`/v1/api-keys/${id}`)).status).toBe(204);
    expect((await caller.get('/v1/api-keys')).status).toBe(401);
    expect(await acme.delete(`/v1/api-keys/${id}`)).toMatchObject({ status: 404, body: { code: 'request.not_found' } });
  });

  test('is rotated by one in its place, beside which it works until a time', async () => {
    const expiresAt = new Date(Date.now() + 30 * 86_400_000).toISOString();
    const { id, caller } = await newKey(acme, { name: 'workflow', scopes: ['providers:read'], expiresAt });
    const rotated = await acme.post(`/v1/api-keys/${id}/rotate`, { overlapSeconds: 3600 });
    expect(rotated).toMatchObject({
      status: 201,
      body: { name: 'workflow', scopes: ['providers:read'], rotatedFrom: id, before: { id } },
    });
    const next = rotated.body as { id: string; key: string; expiresAt: string };
    expect(Date.parse(next.expiresAt)).toBeGreaterThanOrEqual(Date.parse(expiresAt));
    const read = async (one: ApiClient) => (await one.get('/v1/providers')).status;
    const successor = service.caller(next.key);
    expect([await read(caller), await read(successor)]).toEqual([200, 200]);
    expect(await acme.post(`/v1/api-keys/${id}/rotate`, {})).toMatchObject({
      status: 409,
      body: { code: 'request.conflict' },
    });
    service.clock.advance(3_601_000);
    expect([await read(caller), await read(successor)]).toEqual([401, 200]);
    expect((await acme.post(`/v1/api-keys/${id}/rotate`, {})).status).toBe(404);
    const events = (await acme.get('/v1/audit-events?type=api_key.rotated')).body as { items: object[] };
    expect(events.items).toMatchObject([{ data: { apiKeyId: id, next: next.id } }]);
    const last = await acme.post(`/v1/api-keys/${next.id}/rotate`, { overlapSeconds: 0 });
    const { key } = last.body as { key: string };
    expect([await read(successor), await read(service.caller(key))]).toEqual([401, 200]);
    service.clock.advance(-3_601_000);
  });

  test('is rotated by nobody who lacks a scope of it, and each fault is named', async () => {
    const { id } = await newKey(acme, { scopes: ['audit:erase'] });
    const other = await newKey(acme, { scopes: ['keys:write'] });
    expect(await other.caller.post(`/v1/api-keys/${id}/rotate`, {})).toMatchObject({
      status: 403,
      body: { code: 'access.scope_missing' },
    });
    const faulty = await acme.post(`/v1/api-keys/${id}/rotate`, { overlapSeconds: -1, name: 'other' });
    expect((faulty.body as { errors: { path: string }[] }).errors.map(({ path }) => path).sort()).toEqual([
      '$.name',
      '$.overlapSeconds',
    ]);
  });

  test('opens only what its scopes say, and the answer names the one that is missing', async () => {
    const { caller } = await newKey(acme, { scopes: ['audit:read'] });
    const answer = await caller.get('/v1/api-keys');
    const detail: unknown = expect.stringContaining('keys:write');
    expect(answer).toMatchObject({ status: 403, body: { code: 'access.scope_missing', detail } });
    // RFC 6750 §3.1
    expect(answer.headers.get('www-authenticate')).toBe(
      'Bearer realm="countersign", error="insufficient_scope", scope="keys:write"',
    );
  });

  test('grants no scope that it lacks; the answer names each by its place', async () => {
    const { caller } = await newKey(acme, { scopes: ['keys:write', 'audit:read'] });
    const answer = await caller.post('/v1/api-keys', {
      name: 'more',
      scopes: ['audit:read', 'audit:erase', 'tenants:write'],
    });
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'request.unacceptable', errors: [{ path: '$.scopes[1]' }, { path: '$.scopes[2]' }] },
    });
  });

  test('cannot be made with an expiry that has passed', async () => {
    const body = { name: 'late', scopes: ['keys:write'], expiresAt: '2020-01-01T00:00:00Z' };
    expect(await acme.post('/v1/api-keys', body)).toMatchObject({
      status: 422,
      body: { errors: [{ path: '$.expiresAt' }] },
    });
  });

  test('is shown once, and stored as a hash only', async () => {
    const { caller } = await newKey(acme, { scopes: ['keys:write'] });
    const list = await acme.get('/v1/api-keys');
    const rows: unknown = await service.app.get(DataSource).query('SELECT k::text AS text FROM api_key k');
    for (const text of [JSON.stringify(list.body), JSON.stringify(rows), service.log.text])
      expect(text).not.toContain(caller.key);
  });

  test('is listed by whether it works', async () => {
    const expiresAt = new Date(Date.now() + 60_000).toISOString();
    const ids = {
      valid: (await newKey(acme, { scopes: ['keys:write'] })).id,
      expired: (await newKey(acme, { scopes: ['keys:write'], expiresAt })).id,
      revoked: (await newKey(acme, { scopes: ['keys:write'], expiresAt })).id,
    };
    await acme.delete(`/v1/api-keys/${ids.revoked}`);
    service.clock.advance(61_000);
    const listed = async (state: string): Promise<readonly string[]> =>
      ((await acme.get(`/v1/api-keys?limit=200&state=${state}`)).body as { items: { id: string }[] }).items
        .map(({ id }) => id)
        .filter((id) => Object.values(ids).includes(id));
    const found = { valid: await listed('valid'), expired: await listed('expired'), revoked: await listed('revoked') };
    service.clock.advance(-61_000);
    expect(found).toEqual({ valid: [ids.valid], expired: [ids.expired], revoked: [ids.revoked] });
  });

  test('is listed page by page, each once', async () => {
    for (const name of ['one', 'two', 'three']) await newKey(acme, { name, scopes: ['keys:write'] });
    const all = await acme.get('/v1/api-keys?limit=200');
    const found: unknown[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await acme.get(
        `/v1/api-keys?limit=2${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      expect(page.status).toBe(200);
      const { items, next } = page.body as Page;
      found.push(...items);
      cursor = next;
    }
    expect(found).toEqual((all.body as Page).items);
  });
});

describe('a tenant', () => {
  test('sees and revokes no key of another: it is as if there were none', async () => {
    const other = await service.newTenant();
    const { id, caller } = await newKey(acme, { scopes: ['keys:write'] });
    expect(await other.delete(`/v1/api-keys/${id}`)).toMatchObject({
      status: 404,
      body: { code: 'request.not_found' },
    });
    expect(JSON.stringify((await other.get('/v1/api-keys')).body)).not.toContain(id);
    expect((await caller.get('/v1/api-keys')).status).toBe(200);
  });

  test('starts with a key that may do everything but manage tenants', async () => {
    const created = await service.operator.post('/v1/tenants', { name: 'newcomer', displayName: 'New Comer Ltd' });
    expect(created).toMatchObject({
      status: 201,
      body: { displayName: 'New Comer Ltd', apiKey: { scopes: tenantScopes } },
    });
    const caller = service.caller((created.body as { apiKey: { key: string } }).apiKey.key);
    expect((await caller.post('/v1/tenants', { name: 'mine' })).status).toBe(403);
    expect((await caller.get('/v1/tenants')).status).toBe(403);
  });

  test('has a name that is taken once and for all', async () => {
    expect(await service.operator.post('/v1/tenants', { name: 'acme' })).toMatchObject({
      status: 409,
      body: { code: 'request.conflict', errors: [{ path: '$.name' }] },
    });
  });

  test('has a name that can stand in an address, as that of a provider', async () => {
    for (const name of ['Acme', 'acme_2.at'])
      expect(await service.operator.post('/v1/tenants', { name })).toMatchObject({ status: 201, body: { name } });
  });

  test.each(['-acme', '..', 'acme corp', '', 'a'.repeat(64), 'ácme', 7, null])('cannot be named %p', async (name) => {
    expect(await service.operator.post('/v1/tenants', { name })).toMatchObject({
      status: 400,
      body: { errors: [{ path: '$.name' }] },
    });
  });
});

describe('the operator key', () => {
  test('has every scope', async () => {
    const list = await service.operator.get('/v1/api-keys');
    expect((list.body as Page).items[0]).toMatchObject({ name: 'operator (bootstrap)', scopes: [...scopes] });
  });

  test('is the same after a restart, and a namesake made by a tenant stays valid', async () => {
    const { caller } = await newKey(service.operator, { name: 'operator (bootstrap)', scopes: ['keys:write'] });
    await service.restart();
    expect((await service.operator.get('/v1/tenants')).status).toBe(200);
    expect((await caller.get('/v1/api-keys')).status).toBe(200);
  });
});
