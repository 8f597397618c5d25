import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LoginWorld } from '../signer-authentications/world.js';
import { SignerBrowser } from '../support/signer-browser.js';

interface Listed {
  readonly items: readonly Readonly<Record<string, unknown>>[];
  readonly next: string | null;
}

describe('what support and operators read', () => {
  let world: LoginWorld;
  let finished: { id: string; signInUrl: string };
  let declined: { id: string; signInUrl: string };
  let waiting: { id: string; signInUrl: string };

  const list = async (query: string): Promise<readonly unknown[]> => {
    const answer = await world.tenant.get(`/v1/signer-authentications?${query}`);
    expect(answer.status).toBe(200);
    return (answer.body as Listed).items.map(({ id }) => id);
  };

  beforeAll(async () => {
    world = await LoginWorld.start();
    finished = await world.create({ envelope: { id: 'env-1' } });
    await world.logIn(new SignerBrowser(), finished.signInUrl, 'openid', 'john');
    world.service.clock.advance(7_200_000);
    declined = await world.create({ envelope: { id: 'env-2' } });
    await world.logIn(new SignerBrowser(), declined.signInUrl, 'openid', 'decline');
    waiting = await world.create({
      envelope: { id: 'env-3' },
      recipient: { email: 'mary@example.com', firstName: 'Mary' },
    });
  });

  afterAll(async () => {
    await world.close();
  });

  describe('signer authentications are found', () => {
    it('by address, in its normal form', async () => {
      expect(await list('email=john@EXAMPLE.com')).toEqual([finished.id, declined.id]);
      expect(await list('email=mary@example.com')).toEqual([waiting.id]);
      expect(await list('email=nobody@example.com')).toEqual([]);
    });

    it('by the error code of an attempt, and by provider', async () => {
      const attempts = await world.tenant.get(`/v1/signer-authentications/${declined.id}/attempts`);
      const code = (attempts.body as { items: { failure: { code: string } }[] }).items[0]?.failure.code ?? '';
      expect(await list(`code=${code}`)).toEqual([declined.id]);
      expect(await list('provider=openid')).toEqual([finished.id, declined.id]);
      expect(await list('provider=oauth')).toEqual([]);
    });

    it('by time, newest first where asked, page by page', async () => {
      const noon = new Date(world.service.clock.now().getTime() - 3_600_000).toISOString();
      expect(await list(`from=${noon}`)).toEqual([declined.id, waiting.id]);
      expect(await list(`to=${noon}`)).toEqual([finished.id]);
      const first = await world.tenant.get('/v1/signer-authentications?sort=-createdAt&limit=2');
      const { items, next } = first.body as Listed;
      expect(items.map(({ id }) => id)).toEqual([waiting.id, declined.id]);
      expect(await list(`sort=-createdAt&limit=2&cursor=${next ?? ''}`)).toEqual([finished.id]);
    });

    it('by all filters at once, and never those of another tenant', async () => {
      expect(await list('email=john@example.com&status=succeeded&provider=openid&envelopeId=env-1')).toEqual([
        finished.id,
      ]);
      const other = await world.service.newTenant('other');
      expect(((await other.get('/v1/signer-authentications?email=john@example.com')).body as Listed).items).toEqual([]);
    });

    it('never by what cannot be: each fault is named', async () => {
      const answer = await world.tenant.get(
        '/v1/signer-authentications?email=john&code=nothing.known&from=noon&sort=name&provider=%2F',
      );
      expect(answer.status).toBe(400);
      expect((answer.body as { errors: { path: string }[] }).errors.map(({ path }) => path).sort()).toEqual([
        'query.code',
        'query.email',
        'query.from',
        'query.provider',
        'query.sort',
      ]);
    });
  });

  it('a time line tells events and steps in order, without a value of the person', async () => {
    const answer = await world.tenant.get(`/v1/signer-authentications/${finished.id}/timeline`);
    const { items } = answer.body as { items: { kind: string; type?: string; step?: string; at: string }[] };
    expect(items[0]).toMatchObject({ kind: 'event', type: 'signer_authentication.created', sequence: 1 });
    expect(items.filter(({ kind }) => kind === 'step').map(({ step }) => step)).toEqual(
      expect.arrayContaining(['token_request', 'id_token']),
    );
    expect(items.some(({ type }) => type === 'signer_authentication.succeeded')).toBe(true);
    expect(items.map(({ at }) => at)).toEqual(items.map(({ at }) => at).sort());
    expect(JSON.stringify(items)).not.toMatch(/John|john@|Doe/);
    const other = await world.service.newTenant('stranger');
    expect((await other.get(`/v1/signer-authentications/${finished.id}/timeline`)).status).toBe(404);
  });

  it('a sign-in link is shown once more while it leads somewhere, and the trail says to whom', async () => {
    const shown = await world.tenant.post(`/v1/signer-authentications/${waiting.id}/sign-in-link`);
    expect(shown.status).toBe(200);
    expect(shown.headers.get('cache-control')).toBe('no-store');
    expect(shown.body).toMatchObject({ id: waiting.id, signInUrl: waiting.signInUrl });
    expect((await world.eventTypes('env-3')).at(-1)).toBe('signer_authentication.link_shown');
    const ended = await world.tenant.post(`/v1/signer-authentications/${finished.id}/sign-in-link`);
    expect(ended).toMatchObject({ status: 409, body: { detail: 'It has ended: its status is succeeded' } });
  });

  describe('logins are counted', () => {
    it('by hour, with the time that they took', async () => {
      const answer = await world.tenant.get('/v1/statistics/logins');
      expect(answer.status).toBe(200);
      const { items } = answer.body as Listed;
      expect(items).toHaveLength(2);
      expect(items[0]).toMatchObject({ logins: 1, succeeded: 1, failed: 0, provider: null, code: null });
      expect(items[0]?.['medianMs']).toBeGreaterThanOrEqual(0);
      expect(items[1]).toMatchObject({ logins: 1, succeeded: 0, failed: 1, medianMs: null });
    });

    it('by provider, and by what went wrong', async () => {
      const byProvider = await world.tenant.get('/v1/statistics/logins?by=provider&step=day');
      expect((byProvider.body as Listed).items.every(({ provider }) => provider === 'openid')).toBe(true);
      const byCode = await world.tenant.get('/v1/statistics/logins?by=code&step=week');
      expect((byCode.body as Listed).items).toMatchObject([
        { provider: 'openid', failed: 1, code: expect.any(String) },
      ]);
    });

    it('in a range that an answer can hold', async () => {
      const reversed = await world.tenant.get(
        '/v1/statistics/logins?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z',
      );
      expect(reversed).toMatchObject({ status: 400, body: { errors: [{ path: 'query.from' }] } });
      const endless = await world.tenant.get('/v1/statistics/logins?from=2020-01-01T00:00:00Z&step=minute');
      expect(endless).toMatchObject({ status: 400, body: { errors: [{ path: 'query.step' }] } });
    });
  });

  it('what expires is listed, the soonest first, of what the caller may read', async () => {
    const inDays = (days: number) => new Date(world.service.clock.now().getTime() + days * 86_400_000).toISOString();
    await world.tenant.post('/v1/api-keys', { name: 'late', scopes: ['audit:read'], expiresAt: inDays(60) });
    await world.tenant.post('/v1/api-keys', { name: 'soon', scopes: ['audit:read'], expiresAt: inDays(5) });
    const answer = await world.tenant.get('/v1/expirations?withinDays=30');
    expect(answer.body).toMatchObject({ items: [{ kind: 'api_key', name: 'soon', part: null, expired: false }] });
    const all = await world.tenant.get('/v1/expirations');
    expect((all.body as Listed).items.map(({ name }) => name)).toEqual(['soon', 'late']);
    const { clientAuthentication } = world.openIdBody() as { clientAuthentication: object };
    const expiring = { ...clientAuthentication, expiresAt: inDays(10) };
    await world.addProvider(world.openIdBody({ name: 'expiring', clientAuthentication: expiring }));
    const withCredentials = await world.tenant.get('/v1/expirations?withinDays=30');
    expect((withCredentials.body as Listed).items).toMatchObject([
      { kind: 'api_key', name: 'soon' },
      { kind: 'provider_credential', name: 'expiring', part: 'client_secret', expired: false },
    ]);
    const reader = await world.tenant.post('/v1/api-keys', { name: 'reader', scopes: ['providers:read'] });
    const asReader = await world.tenant.get('/v1/expirations', {
      authorization: `Bearer ${(reader.body as { key: string }).key}`,
    });
    expect((asReader.body as Listed).items.map(({ name }) => name)).toEqual(['expiring']);
  });

  it('lists between times of any offset, and refuses types of events that there are not', async () => {
    for (const path of ['/v1/deliveries', '/v1/audit-events', '/v1/signer-authentications']) {
      const { status } = await world.tenant.get(
        `${path}?from=2026-01-01T00:00:00%2B23:59&to=2026-01-02T00:00:00-16:00`,
      );
      expect([path, status]).toEqual([path, 200]);
    }
    for (const path of ['/v1/deliveries', '/v1/audit-events'])
      expect((await world.tenant.get(`${path}?type=provider.create`)).body).toMatchObject({
        errors: [{ path: 'query.type', message: expect.stringContaining('the type of an event that there is') }],
      });
  });

  it('every list is a table too, for whoever asks for one', async () => {
    const answer = await world.tenant.get('/v1/signer-authentications?limit=2', { accept: 'text/csv' });
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    // A query alone: the path that the caller sees may have in front what a proxy took off.
    expect(answer.headers.get('link')).toMatch(/^<\?limit=2&cursor=[^>]+>; rel="next"$/);
    for (const accept of ['Text/CSV; charset=utf-8', 'text/csv;header=present;q=0.9', 'text/csv, */*;q=0.1']) {
      const asked = await world.tenant.get('/v1/signer-authentications?limit=1', { accept });
      expect([accept, asked.headers.get('content-type')]).toEqual([accept, 'text/csv; charset=utf-8; header=present']);
    }
    const [header, first, second, end] = String(answer.body).split('\r\n');
    expect(header?.split(',').slice(0, 4)).toEqual(['id', 'status', 'envelope.id', 'envelope.name']);
    expect(first).toContain(`${finished.id},succeeded,env-1`);
    expect(first).toContain("'+436641234567");
    expect(second).toContain(declined.id);
    expect(end).toBe('');
    const json = await world.tenant.get('/v1/signer-authentications', { accept: 'text/html,*/*' });
    expect(json.headers.get('content-type')).toMatch(/^application\/json/);
    const description = (await world.tenant.get('/openapi.json')).body as {
      paths: Record<string, { get?: { responses: Record<string, { content?: object }> } }>;
    };
    expect(Object.keys(description.paths['/v1/providers']?.get?.responses['200']?.content ?? {})).toContain('text/csv');
  });
});
