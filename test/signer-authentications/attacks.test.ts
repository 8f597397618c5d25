import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SignerBrowser } from '../support/signer-browser.js';
import { LoginWorld, type SharedLoginWorld } from './world.js';

/** Stops a login right before its callback: the address that the provider sends the browser to. */
async function untilCallback(
  world: SharedLoginWorld,
  signInUrl: string,
  provider = 'openid',
): Promise<{ browser: SignerBrowser; callback: URL }> {
  const browser = new SignerBrowser({
    doNotFetch: (url) => url.pathname.startsWith('/callback/') || url.hostname === 'workflow.example',
  });
  const page = await world.logIn(browser, signInUrl, provider, 'john');
  return { browser, callback: page.url };
}

/** A browser that has the cookies of another: what was done in one tab is continued in the next. */
async function sameBrowser(browser: SignerBrowser, url: URL): Promise<SignerBrowser> {
  const tab = new SignerBrowser();
  const cookies = Object.entries(await browser.cookies.valuesFor(url)).map(
    ([name, value]) => `${name}=${value}; Path=/`,
  );
  await tab.cookies.store(cookies, url);
  return tab;
}

describe('an attack on the signer’s way', () => {
  let world: SharedLoginWorld;
  const tokenCalls = () => world.openId.calls.counts().token ?? 0;

  beforeAll(async () => {
    world = await LoginWorld.sharing();
  });

  afterAll(async () => {
    await world.close();
  });

  it('does not reach an attempt with its state but without the cookie of the browser, and burns nothing', async () => {
    const { id, signInUrl } = await world.create({ envelope: { id: 'env-no-cookie' } });
    const { browser, callback } = await untilCallback(world, signInUrl);
    const before = tokenCalls();
    const stranger = await new SignerBrowser().open(callback);
    expect(stranger.status).toBe(400);
    expect(tokenCalls()).toBe(before);
    expect(await world.eventTypes('env-no-cookie')).toEqual(['signer_authentication.created', 'attempt.started']);

    const victim = await sameBrowser(browser, callback);
    expect((await victim.open(callback)).url.searchParams.get('status')).toBe('succeeded');
    expect((await world.read(id)).status).toBe('succeeded');
  });

  it('cannot use a code twice, one after the other or at once', async () => {
    const { signInUrl } = await world.create({ envelope: { id: 'env-replay' } });
    const { browser, callback } = await untilCallback(world, signInUrl);
    const before = tokenCalls();
    const tabs = await Promise.all([1, 2, 3].map(async () => (await sameBrowser(browser, callback)).open(callback)));
    expect(tokenCalls() - before).toBe(1);
    expect(tabs.filter(({ url }) => url.searchParams.get('status') === 'succeeded').length).toBeGreaterThanOrEqual(1);
    const types = await world.eventTypes('env-replay');
    expect(types.filter((type) => type === 'attempt.callback_received')).toHaveLength(1);
    expect(types.filter((type) => type === 'signer_authentication.succeeded')).toHaveLength(1);
  });

  it('cannot play one provider’s answer at another provider’s callback', async () => {
    const { id, signInUrl } = await world.create({ envelope: { id: 'env-mix-up' } });
    const { browser, callback } = await untilCallback(world, signInUrl);
    const before = tokenCalls();
    const elsewhere = new URL(callback);
    elsewhere.pathname = `/callback/${world.tenantName}/oauth`;
    const tab = await sameBrowser(browser, callback);
    expect((await tab.open(elsewhere)).status).toBe(400);
    expect(tokenCalls()).toBe(before);
    expect((await world.read(id)).status).toBe('pending');
  });

  const unanswerable = [
    ['no state', '?code=abc'],
    ['a random state', '?code=abc&state=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
    ['two states', '?code=abc&state=AAAAAAAAAAAAAAAAAAAAAAAA&state=BBBBBBBBBBBBBBBBBBBBBBBB'],
    ['an error with a random state', '?error=access_denied&state=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
    ['nothing at all', ''],
  ] as const;

  it.each(unanswerable)('is answered without any outbound call: %s', async (_name, query) => {
    const before = world.openId.calls.counts();
    const page = await new SignerBrowser().open(`${world.service.url}/callback/${world.tenantName}/openid${query}`);
    expect(page.status).toBe(400);
    expect(world.openId.calls.counts()).toEqual(before);
  });

  it('cannot post the start form from a foreign page', async () => {
    const { signInUrl } = await world.create({ envelope: { id: 'env-foreign' } });
    const page = await new SignerBrowser().post(signInUrl, { provider: 'openid' }, 'https://evil.example/');
    expect(page.status).toBe(403);
    expect(await world.eventTypes('env-foreign')).toEqual(['signer_authentication.created']);
  });

  it('cannot start at a provider that is not offered', async () => {
    const { signInUrl } = await world.create({ envelope: { id: 'env-not-offered' }, providers: [{ name: 'openid' }] });
    const page = await new SignerBrowser().post(signInUrl, { provider: 'oauth' }, signInUrl);
    expect(page.status).toBe(422);
  });

  it('writes nothing when a mail scanner fetches the link', async () => {
    const { signInUrl } = await world.create({ envelope: { id: 'env-scanner' } });
    expect((await fetch(signInUrl, { method: 'HEAD' })).status).toBe(200);
    expect((await fetch(signInUrl)).status).toBe(200);
    expect(await world.eventTypes('env-scanner')).toEqual(['signer_authentication.created']);
  });

  it('cannot frame the page, and the page tells nobody where it was', async () => {
    const { signInUrl } = await world.create({ envelope: { id: 'env-frame' } });
    const { headers } = await new SignerBrowser().open(signInUrl);
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['referrer-policy']).toBe('same-origin');
    expect(headers['cache-control']).toBe('no-store');
  });

  it('cannot move the redirect URI with forged Host and X-Forwarded headers', async () => {
    const { signInUrl } = await world.create({ envelope: { id: 'env-host' } });
    const started = await fetch(signInUrl, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'sec-fetch-site': 'same-origin',
        'content-type': 'application/x-www-form-urlencoded',
        'x-forwarded-host': 'evil.example',
        'x-forwarded-proto': 'https',
        forwarded: 'host=evil.example',
      },
      body: 'provider=openid',
    });
    expect(started.status).toBe(303);
    const redirectUri = new URL(started.headers.get('location') ?? '').searchParams.get('redirect_uri');
    expect(redirectUri).toBe(`${world.service.url}/callback/${world.tenantName}/openid`);
    expect(started.headers.get('set-cookie')).toMatch(/HttpOnly/i);
  });

  it('lets two tabs log in side by side: the first success wins', async () => {
    const { id, signInUrl } = await world.create({ envelope: { id: 'env-tabs' } });
    const one = await untilCallback(world, signInUrl);
    const two = await untilCallback(world, signInUrl);
    const finish = async ({ browser, callback }: { browser: SignerBrowser; callback: URL }) =>
      (await sameBrowser(browser, callback)).open(callback);
    const [first, second] = await Promise.all([finish(one), finish(two)]);
    const succeeded = [first, second].filter(({ url }) => url.searchParams.get('status') === 'succeeded');
    expect(succeeded).toHaveLength(1);
    expect((await world.read(id)).status).toBe('succeeded');
    expect(
      (await world.eventTypes('env-tabs')).filter((type) => type === 'signer_authentication.succeeded'),
    ).toHaveLength(1);
  });

  it('stops at twenty starts', async () => {
    const { signInUrl } = await world.create({ envelope: { id: 'env-starts' } });
    const browser = new SignerBrowser({ doNotFetch: (url) => url.origin === new URL(world.openId.issuer).origin });
    const statuses: (number | null)[] = [];
    for (let start = 1; start <= 21; start += 1)
      statuses.push((await browser.post(signInUrl, { provider: 'openid' }, signInUrl)).status);
    expect(statuses.slice(0, 20).every((status) => status === null)).toBe(true);
    expect(statuses[20]).toBe(429);
  });

  it('stops at twenty starts that come at once, and tells nobody that all is done', async () => {
    const { signInUrl } = await world.create({ envelope: { id: 'env-starts-at-once' } });
    const starts = await Promise.all(
      Array.from({ length: 26 }, () =>
        fetch(signInUrl, {
          method: 'POST',
          redirect: 'manual',
          headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' },
          body: 'provider=openid',
        }),
      ),
    );
    expect(starts.filter(({ status }) => status === 303)).toHaveLength(20);
    expect(starts.filter(({ status }) => status === 429)).toHaveLength(6);
    const started = (await world.eventTypes('env-starts-at-once')).filter((type) => type === 'attempt.started');
    expect(started).toHaveLength(20);
  });

  it('cannot spend a code with HEAD: the visit that follows logs in', async () => {
    const { signInUrl } = await world.create({ envelope: { id: 'env-head' } });
    const { browser, callback } = await untilCallback(world, signInUrl);
    const before = tokenCalls();
    const cookie = Object.entries(await browser.cookies.valuesFor(callback))
      .map(([name, value]) => `${name}=${value}`)
      .join('; ');
    const head = await fetch(callback, { method: 'HEAD', redirect: 'manual', headers: { cookie } });
    expect(head.status).toBe(405);
    expect(tokenCalls()).toBe(before);
    expect(await world.eventTypes('env-head')).not.toContain('attempt.callback_received');
    const page = await (await sameBrowser(browser, callback)).open(callback);
    expect(page.url.searchParams.get('status')).toBe('succeeded');
  });

  it('logs no token, code, secret or claim value', () => {
    const log = world.service.log.text;
    for (const secret of [
      'secret-of-the-client',
      'john@example.com',
      'Doe-Smith',
      'Mallory',
      'code=',
      'state=',
      ...world.oauth.issuedTokens,
    ]) {
      expect(log).not.toContain(secret);
    }
  });
});
