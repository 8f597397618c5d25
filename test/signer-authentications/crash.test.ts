import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestDatabase, type TestDatabase } from '../support/database.js';
import { allOrOneOf } from '../support/range.js';
import { type ScriptableProvider, startScriptableProvider } from '../support/scriptable-provider.js';
import { type ServiceProcess, startServiceProcess } from '../support/service-process.js';
import { SignerBrowser } from '../support/signer-browser.js';

const RETURN_URL = 'https://workflow.example/after';

/** Resolves when an endpoint of the provider has been called once more. */
async function untilCalled(provider: ScriptableProvider, endpoint: 'token' | 'userinfo'): Promise<void> {
  const before = provider.calls.counts()[endpoint] ?? 0;
  while ((provider.calls.counts()[endpoint] ?? 0) === before) await new Promise((resolve) => setTimeout(resolve, 10));
}

interface Login {
  readonly id: string;
  readonly signInUrl: string;
  readonly browser: SignerBrowser;
  readonly callback: URL;
}

describe('killing the process (SIGKILL) in a login and starting it again', () => {
  let database: TestDatabase;
  let service: ServiceProcess;
  let provider: ScriptableProvider;
  let count = 0;

  beforeAll(async () => {
    database = await startTestDatabase();
    provider = await startScriptableProvider();
    service = await startServiceProcess({
      DATA_DIR: database.dataDir,
      ...(database.databaseUrl === undefined ? {} : { DATABASE_URL: database.databaseUrl }),
    });
    const created = await service.operator.post('/v1/providers', {
      name: 'scripted',
      kind: 'oidc',
      clientId: provider.clientId,
      clientAuthentication: { method: 'client_secret_basic', clientSecret: 'secret' },
      issuer: provider.issuer,
      idToken: { mappings: [{ path: 'given_name', action: 'validate', target: 'recipient.firstName' }] },
      resources: [{ name: 'userinfo', type: 'userinfo', uri: provider.userinfoUri }],
    });
    expect(created.status).toBe(201);
  });

  afterAll(async () => {
    await service.stop();
    await provider.close();
    await database.close();
  });

  /** A signer whose browser waits at the provider's answer: opening `callback` continues. */
  async function waitingAtCallback(): Promise<Login> {
    count += 1;
    const authentication = await service.operator.post('/v1/signer-authentications', {
      envelope: { id: `env-crash-${count}` },
      workstep: { id: 'ws-1' },
      recipient: { email: 'john@example.com', firstName: 'John' },
      providers: [{ name: 'scripted' }],
      returnUrl: RETURN_URL,
    });
    const { id, signInUrl } = authentication.body as { id: string; signInUrl: string };
    let held = true;
    const browser = new SignerBrowser({
      doNotFetch: (url) => url.hostname === 'workflow.example' || (held && url.pathname.startsWith('/callback/')),
    });
    const page = await browser.post(signInUrl, { provider: 'scripted' }, signInUrl);
    held = false;
    return { id, signInUrl, browser, callback: page.url };
  }

  async function statusOf(id: string): Promise<string> {
    return ((await service.operator.get(`/v1/signer-authentications/${id}`)).body as { status: string }).status;
  }

  // One kill for all: a process costs more than all of its logins.
  describe.each(allOrOneOf(['token', 'userinfo'] as const, 0))('while %s is asked in one of them', (endpoint) => {
    let started: Login;
    let asking: Login;
    let committed: Login;
    let cookiesBefore: (readonly [string, string])[];
    let tokenCalls: number | undefined;

    beforeAll(async () => {
      provider.behave({});
      committed = await waitingAtCallback();
      cookiesBefore = Object.entries(await committed.browser.cookies.valuesFor(committed.callback));
      const arrived = await committed.browser.open(committed.callback);
      expect(arrived.url.searchParams.get('status')).toBe('succeeded');
      started = await waitingAtCallback();
      asking = await waitingAtCallback();

      provider.behave({ [endpoint]: [{ status: 200, body: '', delayMilliseconds: 15_000 }, 'happy'] });
      const called = untilCalled(provider, endpoint);
      const lost = asking.browser.open(asking.callback).catch(() => null);
      await called;
      await service.kill();
      await lost;
      tokenCalls = provider.calls.counts().token;
      await service.start();
    });

    it('while an answer is awaited: the code is never sent again, and the signer starts again', async () => {
      const reloaded = await asking.browser.open(asking.callback);
      expect(reloaded.status).toBeLessThan(500);
      expect(reloaded.url.pathname).toMatch(/^\/callback\//);
      expect(provider.calls.counts().token).toBe(tokenCalls);
      expect(await statusOf(asking.id)).toBe('pending');

      const again = await new SignerBrowser().post(asking.signInUrl, { provider: 'scripted' }, asking.signInUrl);
      expect(again.url.searchParams.get('status')).toBe('succeeded');
      expect(await statusOf(asking.id)).toBe('succeeded');
      expect(provider.codesPresentedAgain).toBe(0);
    });

    it('after the attempt was started: the login goes on where it was', async () => {
      const arrived = await started.browser.open(started.callback);
      expect(arrived.url.searchParams.get('status')).toBe('succeeded');
      expect(await statusOf(started.id)).toBe('succeeded');
    });

    it('after the outcome was committed: the browser that lost the answer is handed back', async () => {
      // With the answer it has lost that its cookie was taken back.
      await committed.browser.cookies.store(
        cookiesBefore.map(([name, value]) => `${name}=${value}; Path=/`),
        committed.callback,
      );
      const again = await committed.browser.open(committed.callback);
      const redeemed = await service.operator.post(`/v1/signer-authentications/${committed.id}/handback`, {
        code: again.url.searchParams.get('handback'),
      });
      expect(redeemed.status).toBe(200);
      expect(provider.codesPresentedAgain).toBe(0);
    });
  });
});
