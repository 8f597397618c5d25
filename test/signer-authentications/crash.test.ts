import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
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

describe('killing the process (SIGKILL) in a login and starting it again', () => {
  let database: TestDatabase;
  let service: ServiceProcess;
  let provider: ScriptableProvider;
  let id: string;
  let signInUrl: string;
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

  beforeEach(async () => {
    count += 1;
    provider.behave({});
    const authentication = await service.operator.post('/v1/signer-authentications', {
      envelope: { id: `env-crash-${count}` },
      workstep: { id: 'ws-1' },
      recipient: { email: 'john@example.com', firstName: 'John' },
      providers: [{ name: 'scripted' }],
      returnUrl: RETURN_URL,
    });
    ({ id, signInUrl } = authentication.body as { id: string; signInUrl: string });
  });

  afterAll(async () => {
    await service.stop();
    await provider.close();
    await database.close();
  });

  /** A browser that waits at the provider's answer: opening `callback` continues. */
  async function waitingAtCallback(): Promise<{ browser: SignerBrowser; callback: URL }> {
    let held = true;
    const browser = new SignerBrowser({
      doNotFetch: (url) => url.hostname === 'workflow.example' || (held && url.pathname.startsWith('/callback/')),
    });
    const page = await browser.post(signInUrl, { provider: 'scripted' }, signInUrl);
    held = false;
    return { browser, callback: page.url };
  }

  async function statusOf(): Promise<string> {
    return ((await service.operator.get(`/v1/signer-authentications/${id}`)).body as { status: string }).status;
  }

  async function logInAgain(): Promise<string | null> {
    const arrived = await new SignerBrowser().post(signInUrl, { provider: 'scripted' }, signInUrl);
    return arrived.url.searchParams.get('status');
  }

  it('after the attempt was started: the login goes on where it was', async () => {
    const { browser, callback } = await waitingAtCallback();
    await service.kill();
    await service.start();
    const arrived = await browser.open(callback);
    expect(arrived.url.searchParams.get('status')).toBe('succeeded');
    expect(await statusOf()).toBe('succeeded');
  });

  it.each(allOrOneOf(['token', 'userinfo'] as const, 0))(
    'while the answer of the %s endpoint is awaited: the code is never sent again, and the signer starts again',
    async (endpoint) => {
      const hanging = { status: 200, body: '', delayMilliseconds: 15_000 };
      provider.behave({ [endpoint]: [hanging, 'happy'] });
      const { browser, callback } = await waitingAtCallback();
      const called = untilCalled(provider, endpoint);
      const lost = browser.open(callback).catch(() => null);
      await called;
      await service.kill();
      await lost;
      const tokenCalls = provider.calls.counts().token;
      await service.start();

      const reloaded = await browser.open(callback);
      expect(reloaded.status).toBeLessThan(500);
      expect(reloaded.url.pathname).toMatch(/^\/callback\//);
      expect(provider.calls.counts().token).toBe(tokenCalls);
      expect(await statusOf()).toBe('pending');

      expect(await logInAgain()).toBe('succeeded');
      expect(await statusOf()).toBe('succeeded');
      expect(provider.codesPresentedAgain).toBe(0);
    },
  );

  it('after the outcome was committed: the browser that lost the answer is handed back', async () => {
    const { browser, callback } = await waitingAtCallback();
    const before = Object.entries(await browser.cookies.valuesFor(callback));
    const arrived = await browser.open(callback);
    expect(arrived.url.searchParams.get('status')).toBe('succeeded');
    await service.kill();
    await service.start();
    // With the answer it has lost that its cookie was taken back.
    await browser.cookies.store(
      before.map(([name, value]) => `${name}=${value}; Path=/`),
      callback,
    );
    const again = await browser.open(callback);
    const redeemed = await service.operator.post(`/v1/signer-authentications/${id}/handback`, {
      code: again.url.searchParams.get('handback'),
    });
    expect(redeemed.status).toBe(200);
    expect(provider.codesPresentedAgain).toBe(0);
  });
});
