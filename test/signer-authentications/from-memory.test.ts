import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import type { ApiClient } from '../support/service/api-client.js';
import { SignerBrowser } from '../support/signer-browser.js';
import { LoginWorld } from './world.js';

const PATH = '/v1/signer-authentications';

let world: LoginWorld;

beforeAll(async () => {
  world = await LoginWorld.start();
});
afterAll(() => world.close());

async function newProvider(): Promise<string> {
  const name = `provider-${randomUUID()}`;
  const mappings = [{ path: 'given_name', action: 'validate', target: 'recipient.firstName' }];
  world.openId.registerRedirectUri('sign', await world.addProvider(world.openIdBody({ name, idToken: { mappings } })));
  return name;
}

const requestFor = (provider: string) => ({ envelope: { id: randomUUID() }, providers: [{ name: provider }] });

/** As far as the provider's own page. */
async function atProvider(provider: string): Promise<{ id: string; browser: SignerBrowser }> {
  const { id, signInUrl } = await world.create(requestFor(provider));
  const browser = new SignerBrowser();
  await browser.open(signInUrl);
  await browser.click(`button[name=provider][value=${provider}]`);
  return { id, browser };
}

async function logIn(provider: string): Promise<string> {
  const { id, browser } = await atProvider(provider);
  await browser.click('#account-john');
  return id;
}

describe('a warm login', () => {
  it('asks the database eight times', async () => {
    const provider = await newProvider();
    // The provider's key set is logged at the first, and known to be at the second.
    await logIn(provider);
    await world.read(await logIn(provider));
    const { lookups } = world.service.app.get(UnitOfWork);
    const original = { read: lookups.query, write: lookups.writing.query };
    const asked: string[] = [];
    const counting = (query: typeof lookups.query): typeof lookups.query =>
      (async (text: string, parameters?: unknown[]) => {
        asked.push(text.trim().split(/\s+/, 1)[0] ?? '');
        return query(text, parameters);
      }) as typeof lookups.query;
    Object.assign(lookups, { query: counting(original.read) });
    Object.assign(lookups.writing, { query: counting(original.write) });
    try {
      expect(await world.read(await logIn(provider))).toMatchObject({ status: 'succeeded' });
    } finally {
      Object.assign(lookups, { query: original.read });
      Object.assign(lookups.writing, { query: original.write });
    }
    // Creation, page, start, callback, outcome; what writes begins with WITH.
    expect(asked).toEqual(['SELECT', 'WITH', 'SELECT', 'SELECT', 'WITH', 'WITH', 'WITH', 'SELECT']);
  });
});

describe('a key that was valid a moment ago', () => {
  async function seenKey(scopes: readonly string[]): Promise<{ id: string; caller: ApiClient }> {
    const made = await world.tenant.post('/v1/api-keys', { name: 'seen', scopes });
    const { id, key } = made.body as { id: string; key: string };
    const caller = world.service.caller(key);
    // Any look-up makes it known.
    await caller.get(`${PATH}/${randomUUID()}`);
    await caller.get('/v1/providers');
    return { id, caller };
  }

  /** Everything that the two routes may say, each to a key that may hear it. */
  const requests: Readonly<
    Record<
      string,
      { readonly send: (caller: ApiClient) => Promise<{ status: number; body: unknown }>; readonly otherwise: number }
    >
  > = {
    'asks for one that there is': {
      send: async (caller) => caller.get(`${PATH}/${(await world.create()).id}`),
      otherwise: 200,
    },
    'asks for one that there is not': { send: (caller) => caller.get(`${PATH}/${randomUUID()}`), otherwise: 404 },
    'asks for what is no id': { send: (caller) => caller.get(`${PATH}/nothing`), otherwise: 404 },
    'creates one': { send: (caller) => caller.post(PATH, world.requestBody()), otherwise: 201 },
    'sends a body with faults': { send: (caller) => caller.post(PATH, { nothing: true }), otherwise: 400 },
    'names a provider that there is not': {
      send: (caller) => caller.post(PATH, world.requestBody({ providers: [{ name: 'nobody' }] })),
      otherwise: 422,
    },
    'sends a body with an idempotency key': {
      send: (caller) => caller.post(PATH, world.requestBody(), { 'idempotency-key': randomUUID() }),
      otherwise: 201,
    },
    'sends an idempotency key that is none': {
      send: (caller) => caller.post(PATH, world.requestBody(), { 'idempotency-key': 'x'.repeat(256) }),
      otherwise: 400,
    },
  };
  const both = ['authentications:read', 'authentications:write', 'providers:read'];
  const count = async (): Promise<unknown> =>
    world.service.app.get(DataSource).query('SELECT count(*) FROM signer_authentication');

  it.each(Object.keys(requests))('is told what it may hear: %s', async (name) => {
    const { caller } = await seenKey(both);
    expect(await requests[name]?.send(caller)).toMatchObject({ status: requests[name]?.otherwise });
  });

  it.each(Object.keys(requests).filter((name) => name !== 'asks for one that there is'))(
    'and is revoked is told nothing, and makes nothing: %s',
    async (name) => {
      const { id, caller } = await seenKey(both);
      await world.tenant.delete(`/v1/api-keys/${id}`);
      const before = await count();
      expect(await requests[name]?.send(caller)).toMatchObject({ status: 401, body: { code: 'access.key_invalid' } });
      expect(await count()).toEqual(before);
    },
  );

  it('and has expired is told nothing of one that there is', async () => {
    const { id } = await world.create();
    const { caller } = await seenKey(both);
    await world.service.app
      .get(DataSource)
      .query(`UPDATE api_key SET expires_at = $2 WHERE hash = sha256($1)`, [caller.key, world.service.clock.now()]);
    expect(await caller.get(`${PATH}/${id}`)).toMatchObject({ status: 401, body: { code: 'access.key_invalid' } });
  });

  it('is held to its scopes before anything else is said', async () => {
    const { caller } = await seenKey(['authentications:read', 'providers:read']);
    const answer = await caller.post(PATH, { nothing: true });
    expect(answer).toMatchObject({ status: 403, body: { code: 'access.scope_missing' } });
    expect(answer.headers.get('www-authenticate')).toContain('scope="authentications:write"');
  });

  it('says nothing more once its tenant is suspended', async () => {
    const { id } = await world.create();
    const { caller } = await seenKey(both);
    const suspend = (at: string) =>
      world.service.app.get(DataSource).query(`UPDATE tenant SET suspended_at = ${at} WHERE name = 'acme'`);
    await suspend('now()');
    const answers = [await caller.get(`${PATH}/${id}`), await caller.post(PATH, { nothing: true })];
    await suspend('NULL');
    for (const answer of answers)
      expect(answer).toMatchObject({ status: 403, body: { code: 'access.tenant_suspended' } });
  });
});

describe('while the signer is at the provider', () => {
  it('the provider is deleted: the code is not sent', async () => {
    const name = await newProvider();
    const { id, browser } = await atProvider(name);
    const path = `/v1/providers/${name}`;
    const { headers } = await world.tenant.get(path);
    expect((await world.tenant.delete(path, { 'if-match': headers.get('etag') ?? '' })).status).toBe(204);
    const { token } = world.openId.calls.counts();
    expect((await browser.click('#account-john')).status).toBe(409);
    expect(world.openId.calls.counts().token).toBe(token);
    expect(await world.read(id)).toMatchObject({ status: 'pending' });
  });

  it('another login is started: each ends as it would have', async () => {
    const name = await newProvider();
    const { id, browser } = await atProvider(name);
    const { signInUrl } = (await world.tenant.post(`${PATH}/${id}/sign-in-link`)).body as { signInUrl: string };
    const other = new SignerBrowser();
    await other.open(signInUrl);
    await other.click(`button[name=provider][value=${name}]`);
    await browser.click('#account-mallory');
    expect(await world.read(id)).toMatchObject({ status: 'pending' });
    await other.click('#account-john');
    expect(await world.read(id)).toMatchObject({ status: 'succeeded' });
  });
});
