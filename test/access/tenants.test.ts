import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LoginWorld } from '../signer-authentications/world.js';
import { SignerBrowser } from '../support/signer-browser.js';

interface ShownTenant {
  readonly id: string;
  readonly name: string;
  readonly suspendedAt: string | null;
}

describe('what the operator does with a tenant', () => {
  let world: LoginWorld;
  let id: string;

  const tenants = async (): Promise<readonly ShownTenant[]> =>
    ((await world.service.operator.get('/v1/tenants')).body as { items: ShownTenant[] }).items;
  const act = (what: string) => world.service.operator.post(`/v1/tenants/${id}/${what}`);

  beforeAll(async () => {
    world = await LoginWorld.start();
    id = (await tenants()).find(({ name }) => name === 'acme')?.id ?? '';
  });

  afterAll(async () => {
    await world.close();
  });

  it('does not ask signers in the name “Default”, which nobody has chosen', async () => {
    const { operator } = world.service;
    expect((await operator.post('/v1/providers', world.oauthBody())).status).toBe(201);
    const asked = { ...world.requestBody(), providers: [{ name: 'oauth' }] };
    const { body } = await operator.post('/v1/signer-authentications', asked);
    const { signInUrl } = body as { signInUrl: string };
    const introduction = async () =>
      (await new SignerBrowser().open(signInUrl)).document.querySelector('main')?.textContent;
    expect(await introduction()).toContain('You are asked to confirm who you are before you sign.');
    const { body: settings, headers } = await operator.get('/v1/settings');
    const named = { ...(settings as object), displayName: 'Example Bank' };
    expect(await operator.put('/v1/settings', named, { 'if-match': headers.get('etag') ?? '' })).toMatchObject({
      status: 200,
    });
    expect(await introduction()).toContain('Example Bank asks you to confirm who you are before you sign.');
  });

  it('counts what it has and does', async () => {
    const { signInUrl } = await world.create();
    await world.logIn(new SignerBrowser(), signInUrl, 'openid', 'john');
    world.service.clock.advance(1_000);
    const usage = await world.service.operator.get(`/v1/tenants/${id}/usage`);
    expect(usage).toMatchObject({
      status: 200,
      body: {
        now: { providers: 2, listeners: 0, apiKeys: 1, users: 0 },
        during: { signerAuthentications: 1, logins: 1, succeeded: 1, events: expect.any(Number) },
      },
    });
    expect((await world.service.operator.get(`/v1/tenants/${id}/usage?from=2999-01-01T00:00:00Z`)).status).toBe(400);
    expect((await world.tenant.get(`/v1/tenants/${id}/usage`)).status).toBe(403);
  });

  it('finds it by a part of its names, and by whether it is served', async () => {
    const found = async (query: string) =>
      ((await world.service.operator.get(`/v1/tenants?${query}`)).body as { items: ShownTenant[] }).items.map(
        ({ name }) => name,
      );
    expect(await found('search=CM')).toEqual(['acme']);
    expect(await found('search=%25')).toEqual([]);
    expect(await found('suspended=false')).toEqual(['acme', 'default']);
    expect(await found('suspended=true')).toEqual([]);
    expect(await world.service.operator.get(`/v1/tenants/${id}`)).toMatchObject({
      status: 200,
      body: { name: 'acme', suspendedAt: null, limits: { users: null } },
    });
    expect((await world.tenant.get(`/v1/tenants/${id}`)).status).toBe(403);
  });

  it('suspends it at once: keys, pages, and logins that are under way', async () => {
    const waiting = await world.create({ envelope: { id: 'env-waiting' } });
    const underWay = await world.create({ envelope: { id: 'env-under-way' } });
    const tried = (await world.tenant.post('/v1/providers/openid/test-logins', {})).body as { url: string };
    const browser = new SignerBrowser();
    await browser.open(underWay.signInUrl);
    await browser.click('button[value=openid]');
    expect(await act('suspend')).toMatchObject({ status: 200, body: { suspendedAt: expect.any(String) } });
    expect(await act('suspend')).toMatchObject({ status: 200 });
    expect(await world.tenant.get('/v1/providers')).toMatchObject({
      status: 403,
      body: { code: 'access.tenant_suspended' },
    });
    expect((await new SignerBrowser().open(waiting.signInUrl)).status).toBe(409);
    expect((await new SignerBrowser().open(tried.url)).status).toBe(410);
    expect((await browser.click('#account-john')).status).toBe(409);
    expect(await act('resume')).toMatchObject({ status: 200, body: { suspendedAt: null } });
    expect((await new SignerBrowser().open(tried.url)).status).toBe(200);
    expect(await world.read(underWay.id)).toMatchObject({ status: 'pending' });
    expect(await world.tenant.get(`/v1/signer-authentications/${underWay.id}/attempts`)).toMatchObject({
      body: {
        items: [
          { failure: { code: 'outcome.provider_disabled', detail: expect.stringContaining('tenant suspended') } },
        ],
      },
    });
    await world.logIn(new SignerBrowser(), waiting.signInUrl, 'openid', 'john');
    expect(await world.read(waiting.id)).toMatchObject({ status: 'succeeded' });
    const trail = (await world.tenant.get('/v1/audit-events?limit=200')).body as { items: { type: string }[] };
    expect(trail.items.map(({ type }) => type).filter((type) => type.startsWith('tenant.'))).toEqual([
      'tenant.created',
      'tenant.suspended',
      'tenant.resumed',
    ]);
  });

  it('bounds it: what is there stays, one more is refused, and why', async () => {
    const limited = await world.service.operator.put(`/v1/tenants/${id}/limits`, {
      providers: 2,
      listeners: 0,
      apiKeys: 1,
    });
    expect(limited).toMatchObject({
      status: 200,
      body: { limits: { providers: 2, listeners: 0, apiKeys: 1, users: null } },
    });
    const refused = await world.tenant.post('/v1/providers', world.openIdBody({ name: 'third' }));
    expect(refused).toMatchObject({
      status: 409,
      body: { detail: 'The tenant may have 2 providers and has as many; delete one, or ask the operator for more' },
    });
    expect((await world.tenant.post('/v1/api-keys', { name: 'x', scopes: ['audit:read'] })).status).toBe(409);
    const listener = { name: 'events', url: 'https://events.example/in', events: ['signer_authentication.succeeded'] };
    expect((await world.tenant.post('/v1/listeners', listener)).status).toBe(409);
    await world.service.operator.put(`/v1/tenants/${id}/limits`, {});
    expect((await world.tenant.post('/v1/providers', world.openIdBody({ name: 'third' }))).status).toBe(201);
    const wrong = await world.service.operator.put(`/v1/tenants/${id}/limits`, {
      providers: -1,
      apiKeys: 'many',
      logins: 1,
    });
    expect((wrong.body as { errors: { path: string }[] }).errors.map(({ path }) => path).sort()).toEqual([
      '$.apiKeys',
      '$.logins',
      '$.providers',
    ]);
  });

  it('bounds it as it was read: whoever has seen other limits is told so, and changes nothing', async () => {
    const path = `/v1/tenants/${id}`;
    const seen = (await world.service.operator.get(path)).headers.get('etag') ?? '';
    const first = await world.service.operator.put(`${path}/limits`, { providers: 9 }, { 'if-match': seen });
    expect(first).toMatchObject({ status: 200, body: { limits: { providers: 9 } } });
    expect(await world.service.operator.put(`${path}/limits`, { users: 3 }, { 'if-match': seen })).toMatchObject({
      status: 412,
      body: { code: 'request.precondition_failed' },
    });
    const { headers, body } = await world.service.operator.get(path);
    expect(body).toMatchObject({ limits: { providers: 9, users: null } });
    expect(headers.get('etag')).toBe(first.headers.get('etag'));
    const again = { 'if-match': headers.get('etag') ?? '' };
    expect((await world.service.operator.put(`${path}/limits`, {}, again)).status).toBe(200);
  });

  it('never suspends its own tenant, nor one that is not there, and leaves it to the operator', async () => {
    const own = (await tenants()).find(({ name }) => name === 'default')?.id ?? '';
    expect((await world.service.operator.post(`/v1/tenants/${own}/suspend`)).status).toBe(409);
    expect((await world.service.operator.post('/v1/tenants/00000000-0000-4000-8000-000000000000/suspend')).status).toBe(
      404,
    );
    expect((await world.tenant.post(`/v1/tenants/${id}/suspend`)).status).toBe(403);
  });
});
