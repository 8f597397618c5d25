import { expect } from '@jest/globals';
import { type ScriptableProvider, startScriptableProvider } from '../support/scriptable-provider.js';
import type { ApiClient } from '../support/service/api-client.js';
import { SignerBrowser } from '../support/signer-browser.js';

const RETURN_URL = 'https://workflow.example/after';

/** Where the service waits for a provider in the middle of a login. */
export type Waiting = 'token' | 'userinfo';

interface Login {
  readonly id: string;
  readonly signInUrl: string;
  readonly browser: SignerBrowser;
  readonly callback: URL;
}

/** Three logins, each at another step when the service is killed. */
interface AtTheKill {
  /** The provider is asked. */
  readonly asking: Login;
  /** What it answered the browser has not arrived yet. */
  readonly started: Login;
  /** Its outcome is committed. */
  readonly committed: Login;
  readonly cookiesBefore: readonly (readonly [string, string])[];
  /** Resolves when the connection of the browser that is asking is gone. */
  readonly lost: Promise<unknown>;
  readonly tokenCalls: number | undefined;
}

/** Logins at a provider that answers as late as it is told. */
export class InterruptedLogins {
  private count = 0;
  private atTheKill: AtTheKill | undefined;

  private constructor(
    private readonly operator: ApiClient,
    private readonly provider: ScriptableProvider,
  ) {}

  static async start(operator: ApiClient): Promise<InterruptedLogins> {
    const provider = await startScriptableProvider();
    const created = await operator.post('/v1/providers', {
      name: 'scripted',
      kind: 'oidc',
      clientId: provider.clientId,
      clientAuthentication: { method: 'client_secret_basic', clientSecret: 'secret' },
      issuer: provider.issuer,
      idToken: { mappings: [{ path: 'given_name', action: 'validate', target: 'recipient.firstName' }] },
      resources: [{ name: 'userinfo', type: 'userinfo', uri: provider.userinfoUri }],
    });
    expect(created.status).toBe(201);
    return new InterruptedLogins(operator, provider);
  }

  /** Resolves when each login is where it is to be when the service is killed. */
  async begin(endpoint: Waiting): Promise<void> {
    this.provider.behave({});
    const committed = await this.waitingAtCallback();
    const cookiesBefore = Object.entries(await committed.browser.cookies.valuesFor(committed.callback));
    const arrived = await committed.browser.open(committed.callback);
    expect(arrived.url.searchParams.get('status')).toBe('succeeded');
    const started = await this.waitingAtCallback();
    const asking = await this.waitingAtCallback();
    this.provider.behave({ [endpoint]: [{ status: 200, body: '', delayMilliseconds: 15_000 }, 'happy'] });
    const called = this.untilCalled(endpoint);
    const lost = asking.browser.open(asking.callback).catch(() => null);
    await called;
    const tokenCalls = this.provider.calls.counts().token;
    this.atTheKill = { asking, started, committed, cookiesBefore, lost, tokenCalls };
  }

  async untilLost(): Promise<void> {
    await this.atTheKill?.lost;
  }

  /** Of the login for which an answer was awaited. */
  async expectCodeNeverSentAgain(): Promise<void> {
    const { asking, tokenCalls } = this.killed();
    const reloaded = await asking.browser.open(asking.callback);
    expect(reloaded.status).toBeLessThan(500);
    expect(reloaded.url.pathname).toMatch(/^\/callback\//);
    expect(this.provider.calls.counts().token).toBe(tokenCalls);
    expect(await this.statusOf(asking.id)).toBe('pending');

    const again = await new SignerBrowser().post(asking.signInUrl, { provider: 'scripted' }, asking.signInUrl);
    expect(again.url.searchParams.get('status')).toBe('succeeded');
    expect(await this.statusOf(asking.id)).toBe('succeeded');
    expect(this.provider.codesPresentedAgain).toBe(0);
  }

  /** Of the login whose attempt was started. */
  async expectGoingOn(): Promise<void> {
    const { started } = this.killed();
    const arrived = await started.browser.open(started.callback);
    expect(arrived.url.searchParams.get('status')).toBe('succeeded');
    expect(await this.statusOf(started.id)).toBe('succeeded');
  }

  /** Of the login whose outcome was committed, to the browser that lost the answer. */
  async expectHandback(): Promise<void> {
    const { committed, cookiesBefore } = this.killed();
    // With the answer it has lost that its cookie was taken back.
    await committed.browser.cookies.store(
      cookiesBefore.map(([name, value]) => `${name}=${value}; Path=/`),
      committed.callback,
    );
    const again = await committed.browser.open(committed.callback);
    const redeemed = await this.operator.post(`/v1/signer-authentications/${committed.id}/handback`, {
      code: again.url.searchParams.get('handback'),
    });
    expect(redeemed.status).toBe(200);
    expect(this.provider.codesPresentedAgain).toBe(0);
  }

  close(): Promise<void> {
    return this.provider.close();
  }

  private killed(): AtTheKill {
    if (this.atTheKill === undefined) throw new Error('No login has begun');
    return this.atTheKill;
  }

  /** Resolves when an endpoint of the provider has been called once more. */
  private async untilCalled(endpoint: Waiting): Promise<void> {
    const calls = (): number => this.provider.calls.counts()[endpoint] ?? 0;
    const before = calls();
    while (calls() === before) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  /** A signer whose browser waits at the provider's answer: opening `callback` continues. */
  private async waitingAtCallback(): Promise<Login> {
    this.count += 1;
    const authentication = await this.operator.post('/v1/signer-authentications', {
      envelope: { id: `env-interrupted-${this.count}` },
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

  private async statusOf(id: string): Promise<string> {
    return ((await this.operator.get(`/v1/signer-authentications/${id}`)).body as { status: string }).status;
  }
}
