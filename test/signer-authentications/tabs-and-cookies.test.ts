import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AttemptSettler } from '../../src/attempts/settle-attempt.js';
import { type BrowserPage, SignerBrowser } from '../support/signer-browser.js';
import { LoginWorld, type SharedLoginWorld } from './world.js';

/** Where the browser of this test stops: at the workflow, and on the way back from the provider while it is held. */
class HeldBrowser extends SignerBrowser {
  held = true;

  constructor() {
    super({
      doNotFetch: (url) => url.hostname === 'workflow.example' || (this.held && url.pathname.startsWith('/callback/')),
    });
  }
}

describe('several logins in one browser', () => {
  let world: SharedLoginWorld;

  beforeAll(async () => {
    world = await LoginWorld.sharing();
  });

  afterAll(async () => {
    await world.close();
  });

  /** Two tabs that both have come as far as the callback. They share no session at the provider, which would end the first one. */
  async function twoTabs(envelopeId: string): Promise<{
    readonly id: string;
    readonly first: () => Promise<BrowserPage>;
    readonly second: () => Promise<BrowserPage>;
  }> {
    const { id, signInUrl } = await world.create({ envelope: { id: envelopeId, name: 'Loan contract' } });
    const open = async () => {
      const browser = new HeldBrowser();
      const { url } = await world.logIn(browser, signInUrl, 'openid', 'john');
      browser.held = false;
      return () => browser.open(url);
    };
    return { id, first: await open(), second: await open() };
  }

  const attemptCookies = async (browser: SignerBrowser, url: string) =>
    Object.keys(await browser.cookies.valuesFor(url)).filter((name) => name.includes('attempt-'));

  async function statusesOf(id: string): Promise<(readonly [string, unknown])[]> {
    const { body } = await world.tenant.get(`/v1/signer-authentications/${id}/attempts`);
    return (body as { items: { status: string; failure: unknown }[] }).items.map((one) => [one.status, one.failure]);
  }

  it('tells a second tab that nothing is left to do, and asks the provider for nothing', async () => {
    const { id, first, second } = await twoTabs('env-second');
    const arrived = await first();
    expect(arrived.url.searchParams.get('status')).toBe('succeeded');
    const calls = world.openId.calls.counts().token;
    const page = await second();
    expect(page.status).toBe(410);
    expect(page.text).toContain('Your identity is already confirmed');
    expect(page.text).toContain('You do not need to do anything here');
    expect(page.text).toContain('Loan contract');
    expect(page.text).not.toContain('Contact the sender');
    expect(page.document.querySelector('a[href*="/sign-in/"]')).toBeNull();
    expect(world.openId.calls.counts().token).toBe(calls);
    expect(await world.eventTypes('env-second')).not.toContain('attempt.failed');
    expect(await statusesOf(id)).toEqual([
      ['succeeded', null],
      ['abandoned', null],
    ]);
  });

  it('has not failed in a second tab whose login came to its end while the first one succeeded', async () => {
    const { id, first, second } = await twoTabs('env-between');
    const settler = world.service.app.get(AttemptSettler);
    const settle = settler.settle.bind(settler);
    let arrived: BrowserPage | undefined;
    settler.settle = async (trip) => {
      settler.settle = settle;
      arrived = await first();
      return settle(trip);
    };
    const page = await second();
    expect(arrived?.url.searchParams.get('status')).toBe('succeeded');
    expect(page.status).toBe(410);
    expect(page.text).toContain('You do not need to do anything here');
    const types = await world.eventTypes('env-between');
    expect(types.filter((type) => type === 'signer_authentication.succeeded')).toHaveLength(1);
    expect(types).not.toContain('attempt.failed');
    // What the provider told in the second tab is evidence all the same.
    expect(types.filter((type) => type === 'attempt.id_token_verified')).toHaveLength(2);
    expect(types.at(-1)).toBe('attempt.abandoned');
    expect(await statusesOf(id)).toEqual([
      ['succeeded', null],
      ['abandoned', null],
    ]);
    expect((await world.read(id)).outcome).toMatchObject({ provider: 'openid' });
  });

  it('leaves no cookie behind, however it ends', async () => {
    for (const account of ['john', 'mallory', 'decline']) {
      const { signInUrl } = await world.create({ envelope: { id: `env-cookie-${account}` }, maxAttempts: 1 });
      const browser = new HeldBrowser();
      await world.logIn(browser, signInUrl, 'openid', account);
      expect(await attemptCookies(browser, world.service.url)).toHaveLength(1);
      browser.held = false;
      await browser.open(browser.page.url);
      expect(await attemptCookies(browser, world.service.url)).toEqual([]);
    }
  });

  it('says on a page that is loaded again that it came before, without handing back once more', async () => {
    const { signInUrl } = await world.create({ envelope: { id: 'env-reloaded' }, returnUrl: null });
    const browser = new SignerBrowser();
    const ended = await world.logIn(browser, signInUrl, 'openid', 'john');
    expect(ended.text).toContain('Your identity is confirmed');
    const before = await world.eventTypes('env-reloaded');
    const again = await browser.reload();
    expect(again.status).toBe(200);
    expect(again.text).toContain('Your login has already been checked');
    expect(again.text).toContain('Opening this page again changes nothing');
    expect(await world.eventTypes('env-reloaded')).toEqual(before);
  });

  it('keeps no more cookies than one link lets it start, of attempts that it never came back from', async () => {
    const browser = new SignerBrowser({ doNotFetch: (url) => url.origin !== world.service.url });
    let last: URL | undefined;
    for (let number = 1; number <= 3; number += 1) {
      const { signInUrl } = await world.create({ envelope: { id: `env-left-${number}` } });
      for (let start = 1; start <= 15; start += 1)
        last = (await browser.post(signInUrl, { provider: 'oauth' }, signInUrl)).url;
    }
    expect(await attemptCookies(browser, world.service.url)).toHaveLength(20);
    expect(last?.pathname).toContain('authorize');
  });
});
