import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { providerOfLogins } from '../support/cluster/login-load.js';
import { isServerGiven, startTestDatabase, type TestDatabase } from '../support/database.js';
import { type Forwarder, startForwarder } from '../support/forwarder.js';
import { startScriptableProvider } from '../support/scriptable-provider.js';
import { startTestService, type TestService } from '../support/service.js';
import { SignerBrowser } from '../support/signer-browser.js';

// The embedded database lives and dies with the service: only a server can be away.
const onServer = isServerGiven() ? describe : describe.skip;

onServer('while the database server is away', () => {
  let database: TestDatabase;
  let forwarder: Forwarder;
  let service: TestService;

  beforeAll(async () => {
    database = await startTestDatabase();
    const url = new URL(database.databaseUrl ?? '');
    forwarder = await startForwarder({ host: url.hostname, port: Number(url.port || 5432) });
    url.hostname = '127.0.0.1';
    url.port = String(forwarder.port);
    service = await startTestService({ database, environment: { DATABASE_URL: url.href } });
  });
  afterAll(async () => {
    await service.close();
    await forwarder.cut();
    await database.close();
  });

  test('the probe names it, the API answers 503 and signers get a page, none of them 500; then all goes on', async () => {
    expect((await service.operator.get('/v1/tenants')).status).toBe(200);
    await forwarder.cut();
    expect(await service.caller(null).get('/health/ready')).toMatchObject({
      status: 503,
      body: {
        checks: [
          { name: 'database', ready: false },
          { name: 'deliveries', ready: true },
          { name: 'mail', ready: true },
          { name: 'draining', ready: true },
        ],
      },
    });
    expect((await service.caller(null).get('/health/live')).status).toBe(200);
    const answer = await service.operator.get('/v1/tenants');
    expect(answer).toMatchObject({ status: 503, body: { code: 'service.unavailable' } });
    expect(answer.headers.get('retry-after')).toBe('5');
    const link = `/sign-in/${'t'.repeat(43)}`;
    const callback = `/callback/default/openid?code=c&amp;state=${'s'.repeat(43)}`;
    for (const [method, path, goesOn] of [
      ['GET', link, link],
      ['POST', link, link],
      ['GET', callback.replace('&amp;', '&'), callback],
    ] as const) {
      const page = await service.caller(null).request(method, path, {
        headers: { origin: service.url, 'content-type': 'application/x-www-form-urlencoded' },
        ...(method === 'POST' && { body: 'provider=openid' }),
      });
      expect([path, page.status, page.headers.get('retry-after')]).toEqual([path, 503, '5']);
      expect(page.headers.get('content-type')).toContain('text/html');
      expect(String(page.body)).toContain('Try again in 5 s');
      expect(String(page.body)).toContain(`href="${goesOn}"`);
    }
    for (const path of [`/bindings/${'t'.repeat(43)}`, '/login/default', '/logon/default/idp']) {
      const { status, headers, body } = await service.caller(null).get(path, { 'accept-language': 'de' });
      expect([path, status, headers.get('retry-after')]).toEqual([path, 503, '5']);
      expect(headers.get('content-language')).toBe('de');
      expect(String(body)).toContain('Versuchen Sie es in 5 s noch einmal');
    }
    expect((await service.caller(null).get('/metrics')).status).toBe(200);

    await forwarder.restore();
    expect((await service.operator.get('/v1/tenants')).status).toBe(200);
    expect((await service.caller(null).get('/health/ready')).status).toBe(200);
  });

  test.each(['that was never asked', 'that has answered before'])(
    'an authorization server %s answers programs and people 503, and then goes on',
    async (state) => {
      if (state === 'that has answered before')
        expect((await service.caller(null).get('/oauth/jwks')).status).toBe(200);
      await forwarder.cut();
      const clientId = 'b55bb1c5-96f4-4b28-8f4f-3ac9a1dba9fd';
      const body = `grant_type=client_credentials&client_id=${clientId}&client_secret=x`;
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const token = await service.caller(null).request('POST', '/oauth/token', { body, headers });
      expect(token.status).toBe(503);
      expect(token.headers.get('retry-after')).toBe('5');
      expect(JSON.stringify(token.body)).toMatch(/"service.unavailable"|"temporarily_unavailable"/);
      const page = await service
        .caller(null)
        .get(`/oauth/auth?client_id=${clientId}&response_type=code&redirect_uri=https://app.example/`, {
          accept: 'text/html',
        });
      expect(page.status).toBe(503);
      expect(page.headers.get('retry-after')).toBe('5');
      expect(page.headers.get('content-type')).toContain('text/html');
      expect(String(page.body)).toContain('Try again in 5 s');
      await forwarder.restore();
      expect((await service.caller(null).request('POST', '/oauth/token', { body, headers })).status).toBe(401);
    },
  );

  test('what a provider has said meanwhile is kept, and the signer goes on as soon as the server is back', async () => {
    const provider = await startScriptableProvider();
    const browser = new SignerBrowser();
    try {
      expect((await service.operator.post('/v1/providers', providerOfLogins(provider))).status).toBe(201);
      const offered = async (envelope: string) => {
        const created = await service.operator.post('/v1/signer-authentications', {
          envelope: { id: envelope },
          workstep: { id: 'ws' },
          recipient: { email: 'john@example.com', firstName: 'John' },
          providers: [{ name: 'idp' }],
          returnUrl: 'https://workflow.example/after',
        });
        await browser.open((created.body as { signInUrl: string }).signInUrl);
      };
      const logIn = async () =>
        (await browser.click('button[name=provider][value=idp]')).url.searchParams.get('status');
      // The provider's keys are known, and recorded, from then on.
      await offered('before');
      expect(await logIn()).toBe('succeeded');
      await offered('meanwhile');
      provider.behave({ token: (happy) => ({ ...happy, delayMilliseconds: 300 }) });
      const loggedIn = logIn();
      while (provider.calls.counts().token !== 2) await pause(10);
      await forwarder.cut();
      await pause(4_000);
      await forwarder.restore();
      const back = performance.now();
      expect(await loggedIn).toBe('succeeded');
      expect(performance.now() - back).toBeLessThan(2_000);
    } finally {
      await Promise.all([browser.close(), provider.close()]);
    }
  });
});
