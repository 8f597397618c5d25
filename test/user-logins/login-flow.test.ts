import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TOTP } from 'otpauth';
import { PeopleWorld, type ShownUser } from '../people/world.js';
import { linkOf } from '../support/mail-server.js';
import type { ApiClient } from '../support/service/api-client.js';
import { SignerBrowser } from '../support/signer-browser.js';
import { PartnerClient } from './partner-client.js';

const PASSWORD = 'a few unrelated words in a row';
const MINUTE = 60_000;

describe('people of a tenant', () => {
  let world: PeopleWorld;
  let partner: PartnerClient;

  beforeAll(async () => {
    world = await PeopleWorld.start();
    partner = await PartnerClient.register(world.service, world.tenant);
  });

  afterAll(() => world.close());

  const at = (path: string): string => `${world.service.url}${path}`;

  /** Somebody who was invited without a provider and has chosen a password. */
  async function withPassword(body: Readonly<Record<string, unknown>> = {}): Promise<ShownUser> {
    const { user, mail } = await world.invited({ provider: null, ...body });
    const browser = new SignerBrowser();
    await world.prove(browser, linkOf(mail), user.email);
    browser.page.fill('#password', PASSWORD);
    await browser.click('form button');
    await browser.close();
    return user;
  }

  async function enterPassword(browser: SignerBrowser, email: string, password: string, start = '/login/acme') {
    await browser.open(at(start));
    browser.page.fill('#email', email).fill('#password', password);
    return browser.click('form[action$="/password"] button');
  }

  const isLoggedIn = (browser: SignerBrowser): boolean => browser.page.url.pathname === '/console/';

  /** What an application does with a browser that is logged in. @returns a caller with the user's token; null: it has to log in */
  async function callerOf(browser: SignerBrowser, client = partner): Promise<ApiClient | null> {
    const { url, verifier } = client.request();
    await browser.open(url);
    if (browser.page.url.pathname.startsWith('/consent/')) await browser.click('button[value=allow]');
    return browser.page.url.searchParams.has('code') ? client.redeem(verifier, browser.page.url.href) : null;
  }

  it('log in with a password on the login page and act by their token', async () => {
    const user = await withPassword();
    const browser = new SignerBrowser();
    await enterPassword(browser, user.email, PASSWORD);
    expect(isLoggedIn(browser)).toBe(true);
    const caller = await callerOf(browser);
    expect((await caller!.get('/v1/me')).body).toMatchObject({
      id: user.id,
      email: user.email,
      tenant: { name: 'acme' },
      password: { allowed: true, set: true },
      recentLogin: true,
    });
    expect(await world.trailOf(user.id)).toContain('user.login_succeeded');
    await browser.close();
  });

  it('are told the same for an unknown address, a wrong password and an account that is not theirs to use', async () => {
    const user = await withPassword();
    const bound = await world.bound('ada');
    const seen: string[] = [];
    for (const email of [user.email, bound.email, 'nobody@example.com']) {
      const browser = new SignerBrowser();
      const page = await enterPassword(browser, email, 'none of the passwords');
      expect(page.status).toBe(401);
      seen.push(page.text.replaceAll(email, ''));
      await browser.close();
    }
    expect(new Set(seen).size).toBe(1);
    expect(seen[0]).toContain('Address or password is not right');
  });

  it('log in at the provider that they are bound to, directly by its logon URL', async () => {
    const user = await world.bound('grace');
    const browser = new SignerBrowser();
    await browser.open(at('/logon/acme/staff'));
    await browser.click('#account-grace');
    expect(isLoggedIn(browser)).toBe(true);
    const caller = await callerOf(browser);
    expect((await caller!.get('/v1/me')).body).toMatchObject({ id: user.id, password: { allowed: false } });
    await browser.close();

    const stranger = new SignerBrowser();
    await stranger.open(at('/login/acme'));
    await stranger.click('button[value=staff]');
    await stranger.click('#account-mallory');
    expect(stranger.page.text).toContain('This account is not linked here');
    expect(await callerOf(stranger)).toBeNull();
    await stranger.close();
  });

  it('add a second factor right after a login, and are asked for it from then on', async () => {
    const user = await withPassword();
    const browser = new SignerBrowser();
    await enterPassword(browser, user.email, PASSWORD);
    const caller = (await callerOf(browser))!;
    const begun = (await caller.post('/v1/me/second-factors', { kind: 'totp' })).body as { id: string; secret: string };
    const totp = new TOTP({ secret: begun.secret });
    const now = () => world.service.clock.now().getTime();
    const confirmed = await caller.post(`/v1/me/second-factors/${begun.id}/confirmation`, {
      code: totp.generate({ timestamp: now() }),
    });
    const { recoveryCodes } = confirmed.body as { recoveryCodes: string[] };
    expect(recoveryCodes).toHaveLength(10);
    expect(world.service.log.text).not.toContain(begun.secret);

    const again = new SignerBrowser();
    await enterPassword(again, user.email, PASSWORD);
    expect(again.page.title).toContain('Confirm that it is you');
    expect(await callerOf(again)).toBeNull();
    await enterPassword(again, user.email, PASSWORD);
    again.page.fill('#code', recoveryCodes[0]!);
    await again.click('form[action$="/second-factor"] button');
    expect(isLoggedIn(again)).toBe(true);

    world.service.clock.advance(6 * MINUTE);
    const late = await caller.delete(`/v1/me/second-factors/${begun.id}`);
    expect(late).toMatchObject({ status: 403, body: { type: expect.stringContaining('login.not_recent') } });
    await browser.close();
    await again.close();
  });

  it('choose a new password by a link that is mailed once, which ends their sessions', async () => {
    const user = await withPassword();
    const browser = new SignerBrowser();
    await enterPassword(browser, user.email, PASSWORD);
    const caller = (await callerOf(browser))!;

    const before = world.mail.countTo(user.email);
    const asked = new SignerBrowser();
    const answers: string[] = [];
    for (const email of [user.email, 'nobody@example.com']) {
      await asked.open(at('/login/acme/reset'));
      asked.page.fill('#email', email);
      answers.push((await asked.click('form button')).text);
    }
    expect(answers[0]).toBe(answers[1]);
    const link = linkOf(await world.mail.mailTo(user.email, before + 1));
    await asked.open(link);
    asked.page.fill('#password', 'password');
    expect((await asked.click('form button')).text).toContain('at least 15 characters');
    asked.page.fill('#password', 'another row of words, longer');
    expect((await asked.click('form button')).text).toContain('Your password is changed');
    expect((await asked.open(link)).status).toBe(410);

    expect((await caller.get('/v1/me')).status).toBe(401);
    await enterPassword(asked, user.email, PASSWORD);
    expect(isLoggedIn(asked)).toBe(false);
    await enterPassword(asked, user.email, 'another row of words, longer');
    expect(isLoggedIn(asked)).toBe(true);
    await browser.close();
    await asked.close();
  });

  it('get no link for a new password when they are bound and do not have password:use', async () => {
    const user = await world.bound('hedy');
    const before = world.mail.countTo(user.email);
    const other = await withPassword();
    const browser = new SignerBrowser();
    for (const email of [user.email, other.email]) {
      await browser.open(at('/login/acme/reset'));
      browser.page.fill('#email', email);
      await browser.click('form button');
    }
    // Those who asked later have theirs by now.
    await world.mail.mailTo(other.email, 3);
    expect(world.mail.countTo(user.email)).toBe(before);
    await browser.close();
  });

  it('are logged out by an administrator who ends their sessions', async () => {
    const user = await withPassword();
    const browser = new SignerBrowser();
    await enterPassword(browser, user.email, PASSWORD);
    const caller = (await callerOf(browser))!;
    const { body } = await world.tenant.get(`/v1/users/${user.id}/sessions`);
    const { items } = body as { items: { id: string }[] };
    expect(items).toHaveLength(1);
    expect((await world.tenant.delete(`/v1/users/${user.id}/sessions/${items[0]!.id}`)).status).toBe(204);
    expect((await caller.get('/v1/me')).status).toBe(401);
    expect(await callerOf(browser)).toBeNull();
    expect(await world.trailOf(user.id)).toContain('user.session_ended');
    await browser.close();
  });

  describe('cannot be logged in or followed by somebody else', () => {
    it('by a form that another site posts (login CSRF)', async () => {
      const user = await withPassword();
      const browser = new SignerBrowser();
      await browser.open(at('/login/acme'));
      const action = browser.page.find('form[action$="/password"]').getAttribute('action')!;
      const page = await browser.post(at(action), { email: user.email, password: PASSWORD }, 'http://evil.example/');
      expect(page.status).toBe(403);
      expect(await callerOf(browser)).toBeNull();
      await browser.close();
    });

    it('by the address of a login that began in another browser (fixation)', async () => {
      const user = await withPassword();
      const attacker = new SignerBrowser();
      await attacker.open(at('/login/acme'));
      const { href } = attacker.page.url;
      const victim = new SignerBrowser();
      expect((await victim.open(href)).text).toContain('Please start again');
      await enterPassword(attacker, user.email, 'guess');
      expect((await victim.open(`${href}/finish`)).status).toBe(409);
      await attacker.close();
      await victim.close();
    });

    it('by a session that was there before the login: its id changes', async () => {
      const one = await withPassword();
      const other = await withPassword();
      const browser = new SignerBrowser();
      const session = async () => {
        const cookies = await browser.cookies.valuesFor(at('/oauth/auth'));
        return Object.entries(cookies).find(([name]) => /session$/.test(name))?.[1];
      };
      await enterPassword(browser, one.email, PASSWORD);
      const before = await session();
      await enterPassword(browser, other.email, PASSWORD);
      expect(before).toEqual(expect.any(String));
      expect(await session()).not.toBe(before);
      expect((await (await callerOf(browser))!.get('/v1/me')).body).toMatchObject({ id: other.id });
      await browser.close();
    });

    it('by an address to return to: none is read', async () => {
      const user = await withPassword();
      const browser = new SignerBrowser();
      await enterPassword(
        browser,
        user.email,
        PASSWORD,
        '/login/acme?return_to=http://127.0.0.1:9/&redirect_uri=http://127.0.0.1:9/',
      );
      expect(browser.page.url.origin).toBe(new URL(world.service.url).origin);
      await browser.close();
    });

    it('at another tenant: neither account nor session is anything there', async () => {
      const user = await withPassword();
      const elsewhere = await PartnerClient.register(world.service, await world.service.newTenant('elsewhere'));
      const browser = new SignerBrowser();
      await enterPassword(browser, user.email, PASSWORD, '/login/elsewhere');
      expect(browser.page.status).toBe(401);
      await enterPassword(browser, user.email, PASSWORD);
      expect(isLoggedIn(browser)).toBe(true);
      expect(await callerOf(browser, elsewhere)).toBeNull();
      await browser.close();
    });
  });
});
