import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TOTP } from 'otpauth';
import { PeopleWorld } from '../people/world.js';
import { linkOf } from '../support/mail-server.js';
import { Logins, PASSWORD } from './logins.js';
import { PartnerClient } from './partner-client.js';

const MINUTE = 60_000;

describe('people of a tenant', () => {
  let world: PeopleWorld;
  let logins: Logins;

  beforeAll(async () => {
    world = await PeopleWorld.start();
    logins = await Logins.in(world);
  });

  afterAll(async () => {
    await logins.close();
    await world.close();
  });

  it('log in with a password on the login page and act by their token', async () => {
    const user = await logins.withPassword();
    const browser = logins.newBrowser();
    await logins.enterPassword(browser, user.email, PASSWORD);
    expect(logins.isLoggedIn(browser)).toBe(true);
    const caller = await logins.callerOf(browser);
    expect((await caller!.get('/v1/me')).body).toMatchObject({
      id: user.id,
      email: user.email,
      tenant: { name: 'acme' },
      password: { allowed: true, set: true },
      recentLogin: true,
    });
    expect(await world.trailOf(user.id)).toContain('user.login_succeeded');
  });

  it('are told the same for an unknown address, a wrong password and an account that is not theirs to use', async () => {
    const user = await logins.withPassword();
    const bound = await world.bound('ada');
    const seen: string[] = [];
    for (const email of [user.email, bound.email, 'nobody@example.com']) {
      const browser = logins.newBrowser();
      const page = await logins.enterPassword(browser, email, 'none of the passwords');
      expect(page.status).toBe(401);
      seen.push(page.text.replaceAll(email, ''));
    }
    expect(new Set(seen).size).toBe(1);
    expect(seen[0]).toContain('Address or password is not right');
  });

  it('log in at the provider that they are bound to, directly by its logon URL', async () => {
    const user = await world.bound('grace');
    const browser = logins.newBrowser();
    await browser.open(logins.at('/logon/acme/staff'));
    await browser.click('#account-grace');
    expect(logins.isLoggedIn(browser)).toBe(true);
    const caller = await logins.callerOf(browser);
    expect((await caller!.get('/v1/me')).body).toMatchObject({ id: user.id, password: { allowed: false } });

    const stranger = logins.newBrowser();
    await stranger.open(logins.at('/login/acme'));
    await stranger.click('button[value=staff]');
    await stranger.click('#account-mallory');
    expect(stranger.page.text).toContain('This account is not linked here');
    expect(await logins.callerOf(stranger)).toBeNull();
  });

  it('add a second factor right after a login, and are asked for it from then on', async () => {
    const user = await logins.withPassword();
    const browser = logins.newBrowser();
    await logins.enterPassword(browser, user.email, PASSWORD);
    const caller = (await logins.callerOf(browser))!;
    const begun = (await caller.post('/v1/me/second-factors', { kind: 'totp' })).body as { id: string; secret: string };
    const totp = new TOTP({ secret: begun.secret });
    const now = () => world.service.clock.now().getTime();
    const confirmed = await caller.post(`/v1/me/second-factors/${begun.id}/confirmation`, {
      code: totp.generate({ timestamp: now() }),
    });
    const { recoveryCodes } = confirmed.body as { recoveryCodes: string[] };
    expect(recoveryCodes).toHaveLength(10);
    expect(world.service.log.text).not.toContain(begun.secret);

    const again = logins.newBrowser();
    await logins.enterPassword(again, user.email, PASSWORD);
    expect(again.page.title).toContain('Confirm that it is you');
    expect(await logins.callerOf(again)).toBeNull();
    await logins.enterPassword(again, user.email, PASSWORD);
    again.page.fill('#code', recoveryCodes[0]!);
    await again.click('form[action$="/second-factor"] button');
    expect(logins.isLoggedIn(again)).toBe(true);

    world.service.clock.advance(6 * MINUTE);
    const late = await caller.delete(`/v1/me/second-factors/${begun.id}`);
    expect(late).toMatchObject({ status: 403, body: { type: expect.stringContaining('login.not_recent') } });
  });

  it('choose a new password by a link that is mailed once, which ends their sessions', async () => {
    const user = await logins.withPassword();
    const browser = logins.newBrowser();
    await logins.enterPassword(browser, user.email, PASSWORD);
    const caller = (await logins.callerOf(browser))!;

    const before = world.mail.countTo(user.email);
    const asked = logins.newBrowser();
    const answers: string[] = [];
    for (const email of [user.email, 'nobody@example.com']) {
      await asked.open(logins.at('/login/acme/reset'));
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
    await logins.enterPassword(asked, user.email, PASSWORD);
    expect(logins.isLoggedIn(asked)).toBe(false);
    await logins.enterPassword(asked, user.email, 'another row of words, longer');
    expect(logins.isLoggedIn(asked)).toBe(true);
  });

  it('get no link for a new password when they are bound and do not have password:use', async () => {
    const user = await world.bound('hedy');
    const before = world.mail.countTo(user.email);
    const other = await logins.withPassword();
    const browser = logins.newBrowser();
    for (const email of [user.email, other.email]) {
      await browser.open(logins.at('/login/acme/reset'));
      browser.page.fill('#email', email);
      await browser.click('form button');
    }
    // Those who asked later have theirs by now.
    await world.mail.mailTo(other.email, 3);
    expect(world.mail.countTo(user.email)).toBe(before);
  });

  it('are logged out by an administrator who ends their sessions', async () => {
    const user = await logins.withPassword();
    const browser = logins.newBrowser();
    await logins.enterPassword(browser, user.email, PASSWORD);
    const caller = (await logins.callerOf(browser))!;
    const { body } = await world.tenant.get(`/v1/users/${user.id}/sessions`);
    const { items } = body as { items: { id: string }[] };
    expect(items).toHaveLength(1);
    expect((await world.tenant.delete(`/v1/users/${user.id}/sessions/${items[0]!.id}`)).status).toBe(204);
    expect((await caller.get('/v1/me')).status).toBe(401);
    expect(await logins.callerOf(browser)).toBeNull();
    expect(await world.trailOf(user.id)).toContain('user.session_ended');
  });

  describe('cannot be logged in or followed by somebody else', () => {
    it('by a form that another site posts (login CSRF)', async () => {
      const user = await logins.withPassword();
      const browser = logins.newBrowser();
      await browser.open(logins.at('/login/acme'));
      const action = browser.page.find('form[action$="/password"]').getAttribute('action')!;
      const page = await browser.post(
        logins.at(action),
        { email: user.email, password: PASSWORD },
        'http://evil.example/',
      );
      expect(page.status).toBe(403);
      expect(await logins.callerOf(browser)).toBeNull();
    });

    it('by the address of a login that began in another browser (fixation)', async () => {
      const user = await logins.withPassword();
      const attacker = logins.newBrowser();
      await attacker.open(logins.at('/login/acme'));
      const { href } = attacker.page.url;
      const victim = logins.newBrowser();
      expect((await victim.open(href)).text).toContain('Please start again');
      await logins.enterPassword(attacker, user.email, 'guess');
      expect((await victim.open(`${href}/finish`)).status).toBe(409);
    });

    it('by a session that was there before the login: its id changes', async () => {
      const one = await logins.withPassword();
      const other = await logins.withPassword();
      const browser = logins.newBrowser();
      const session = async () => {
        const cookies = await browser.cookies.valuesFor(logins.at('/oauth/auth'));
        return Object.entries(cookies).find(([name]) => /session$/.test(name))?.[1];
      };
      await logins.enterPassword(browser, one.email, PASSWORD);
      const before = await session();
      await logins.enterPassword(browser, other.email, PASSWORD);
      expect(before).toEqual(expect.any(String));
      expect(await session()).not.toBe(before);
      expect((await (await logins.callerOf(browser))!.get('/v1/me')).body).toMatchObject({ id: other.id });
    });

    it('by an address to return to: none is read', async () => {
      const user = await logins.withPassword();
      const browser = logins.newBrowser();
      await logins.enterPassword(
        browser,
        user.email,
        PASSWORD,
        '/login/acme?return_to=http://127.0.0.1:9/&redirect_uri=http://127.0.0.1:9/',
      );
      expect(browser.page.url.origin).toBe(new URL(world.service.url).origin);
    });

    it('at another tenant: neither account nor session is anything there', async () => {
      const user = await logins.withPassword();
      const elsewhere = await PartnerClient.register(world.service, await world.service.newTenant('elsewhere'));
      const browser = logins.newBrowser();
      await logins.enterPassword(browser, user.email, PASSWORD, '/login/elsewhere');
      expect(browser.page.status).toBe(401);
      await logins.enterPassword(browser, user.email, PASSWORD);
      expect(logins.isLoggedIn(browser)).toBe(true);
      expect(await logins.callerOf(browser, elsewhere)).toBeNull();
    });
  });
});
