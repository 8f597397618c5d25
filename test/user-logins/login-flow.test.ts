import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TOTP } from 'otpauth';
import { PeopleWorld } from '../people/world.js';
import { linkOf } from '../support/mail-server.js';
import { ConsoleCaller } from './console-caller.js';
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

  it('log in with a password on the login page, whatever the letter case of their address, and act by their token', async () => {
    const user = await logins.withPassword();
    const browser = logins.newBrowser();
    await logins.enterPassword(browser, user.email.toUpperCase(), PASSWORD);
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

  it('see where they are logged in, and end what they do not know', async () => {
    const user = await logins.withPassword();
    const [here, elsewhere] = [logins.newBrowser(), logins.newBrowser()];
    for (const browser of [elsewhere, here]) await logins.enterPassword(browser, user.email, PASSWORD);
    const caller = (await logins.callerOf(here))!;
    const other = (await logins.callerOf(elsewhere))!;
    const listed = async () =>
      ((await caller.get('/v1/me/sessions')).body as { items: { id: string; current: boolean }[] }).items;
    const sessions = await listed();
    expect(sessions.map(({ current }) => current).sort()).toEqual([false, true]);
    const unknown = sessions.find(({ current }) => !current)!.id;
    expect((await other.get('/v1/me')).status).toBe(200);
    expect((await caller.delete(`/v1/me/sessions/${unknown}`)).status).toBe(204);
    expect((await other.get('/v1/me')).status).toBe(401);
    expect(await logins.callerOf(elsewhere)).toBeNull();
    expect(await listed()).toEqual([expect.objectContaining({ id: sessions.find(({ current }) => current)!.id })]);
    // Nobody else's, and none twice.
    const stranger = await logins.withPassword();
    const third = logins.newBrowser();
    await logins.enterPassword(third, stranger.email, PASSWORD);
    const { body } = await world.tenant.get(`/v1/users/${stranger.id}/sessions`);
    for (const id of [unknown, (body as { items: { id: string }[] }).items[0]!.id])
      expect((await caller.delete(`/v1/me/sessions/${id}`)).status).toBe(404);
    expect(await logins.callerOf(third)).not.toBeNull();
    expect((await world.tenant.get('/v1/me/sessions')).status).toBe(403);
    expect(await world.trailOf(user.id)).toContain('user.session_ended');
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

  it('are asked by mail to confirm, and not let in, when the provider is set otherwise than when they were bound', async () => {
    await world.addProvider('moved');
    const user = await world.bound('joan', { provider: 'moved' });
    await world.changeProvider('moved', { idToken: { exceptions: ['stale-iat'] } });
    const before = world.mail.countTo(user.email);
    const browser = logins.newBrowser();
    await logins.logInAtProvider(browser, 'joan', 'moved');
    expect(browser.page.text).toContain('Please confirm how you log in');
    expect(await logins.callerOf(browser)).toBeNull();
    const [failed] = await world.eventsOf(user.id, 'user.login_failed');
    expect(failed!.data).toMatchObject({ reason: 'binding_stale', method: 'provider' });
    const confirming = logins.newBrowser();
    await confirming.open(linkOf(await world.mail.mailTo(user.email, before + 1)));
    expect((await confirming.click('form button')).text).toContain('Your login is confirmed');
    const again = logins.newBrowser();
    await logins.logInAtProvider(again, 'joan', 'moved');
    expect((await (await logins.callerOf(again))!.get('/v1/me')).body).toMatchObject({ id: user.id });
  });

  describe('have an account of their own', () => {
    it('in which name and language can be changed, and nothing else', async () => {
      const user = await logins.withPassword();
      const browser = logins.newBrowser();
      await logins.enterPassword(browser, user.email);
      const caller = (await logins.callerOf(browser))!;
      const changed = await caller.request('PATCH', '/v1/me', { body: { displayName: 'Countess', language: 'fr' } });
      expect(changed).toMatchObject({ status: 200, body: { id: user.id, displayName: 'Countess', language: 'fr' } });
      expect((await caller.request('PATCH', '/v1/me', { body: {} })).body).toMatchObject({ displayName: 'Countess' });
      for (const body of [
        { email: 'other@example.com' },
        { roles: ['admin'] },
        { permissions: ['users:write'] },
        { displayName: 'see https://evil.example' },
        { displayName: '' },
        { language: 'tlh' },
      ])
        expect([body, (await caller.request('PATCH', '/v1/me', { body })).status]).toEqual([body, 400]);
      const events = await world.eventsOf(user.id, 'user.profile_changed');
      expect(events).toMatchObject([{ actor: { type: 'user', id: user.id }, data: { language: 'fr' } }]);
      expect(JSON.stringify(events)).not.toContain('Countess');
      expect(await world.tenant.get('/v1/me')).toMatchObject({ status: 403, body: { code: 'login.user_needed' } });
    });

    it('to which no application sets a first password, nor anybody one who may not use it', async () => {
      const role = { name: 'by-both', permissions: ['password:use', 'authentications:read'] };
      expect((await world.tenant.post('/v1/roles', role)).status).toBe(201);
      for (const [account, roles, code] of [
        ['turing', ['by-both'], 'login.password_wrong'],
        ['mallory', ['sender'], 'login.password_not_allowed'],
      ] as const) {
        await world.bound(account, { roles });
        const browser = logins.newBrowser();
        await logins.logInAtProvider(browser, account);
        const caller = (await logins.callerOf(browser))!;
        const body = { newPassword: 'quite another row of words' };
        expect(await caller.post('/v1/me/password', body)).toMatchObject({ status: 403, body: { code } });
        if (code === 'login.password_not_allowed') continue;
        const own = await ConsoleCaller.for(world.service.url, browser, []);
        expect((await own.call('POST', '/v1/me/password', body)).status).toBe(204);
      }
    });

    it('by which they give themselves nothing', async () => {
      const roles = [
        { name: 'desk', permissions: ['users:read', 'users:write'] },
        { name: 'by-password', permissions: ['password:use'] },
      ];
      for (const role of roles) expect((await world.tenant.post('/v1/roles', role)).status).toBe(201);
      const user = await world.bound('kath', { roles: ['desk'] });
      const browser = logins.newBrowser();
      await logins.logInAtProvider(browser, 'kath');
      const caller = await ConsoleCaller.for(world.service.url, browser, ['users:read', 'users:write']);
      const path = `/v1/users/${user.id}`;
      const match = { 'if-match': `"${user.revision}"` };
      const become = (names: readonly string[]) =>
        caller.call('PUT', path, { displayName: 'Kath', roles: names }, match);
      const refused = (code: string) => ({ status: 403, body: { code } });
      expect(await become(['desk', 'admin'])).toMatchObject(refused('people.permission_lacking'));
      expect(await become(['desk', 'by-password'])).toMatchObject(refused('people.own_permissions'));
      const widened = { permissions: ['users:read', 'users:write', 'password:use'] };
      expect(await caller.call('PUT', '/v1/roles/desk', widened, { 'if-match': '"1"' })).toMatchObject(
        refused('people.own_permissions'),
      );
      // Nor does an application of somebody else, to whom they lend their hand.
      const desk = await PartnerClient.register(world.service, world.tenant, ['users:read', 'users:write']);
      const lent = (await logins.callerOf(browser, desk))!;
      expect(await lent.get('/v1/users')).toMatchObject(refused('access.scope_missing'));
      expect(await world.read(user.id)).toMatchObject({ permissions: ['users:read', 'users:write'] });
    });

    // The clock stays where it is put, and proofs of a console's key are made by the real one: last.
    it('whose password and second factors are changed only by whoever has just logged in and knows the password', async () => {
      const user = await logins.withPassword();
      const browser = logins.newBrowser();
      await logins.enterPassword(browser, user.email);
      const caller = (await logins.callerOf(browser))!;
      const newPassword = 'quite another row of words';
      const change = (body: Readonly<Record<string, unknown>>) => caller.post('/v1/me/password', body);
      expect(await change({ newPassword })).toMatchObject({ status: 403, body: { code: 'login.password_wrong' } });
      expect(await change({ newPassword, currentPassword: 'guessed wrongly' })).toMatchObject({ status: 403 });
      expect(await change({ newPassword: 'passwordpassword', currentPassword: PASSWORD })).toMatchObject({
        status: 422,
        body: { errors: [{ path: '$.newPassword' }] },
      });
      const begun = (await caller.post('/v1/me/second-factors', { kind: 'totp' })).body as { id: string };
      world.service.clock.advance(5 * MINUTE);
      for (const late of [
        await change({ newPassword, currentPassword: PASSWORD }),
        await caller.post('/v1/me/second-factors', { kind: 'totp' }),
        await caller.post('/v1/me/second-factors', { kind: 'recovery-codes' }),
        await caller.post(`/v1/me/second-factors/${begun.id}/confirmation`, { code: '123456' }),
        await caller.delete(`/v1/me/second-factors/${begun.id}`),
      ])
        expect(late).toMatchObject({ status: 403, body: { code: 'login.not_recent' } });
      expect((await caller.get('/v1/me')).body).toMatchObject({ recentLogin: false });
      // Whoever sits at the browser that was left open gains nothing by a login of the user elsewhere.
      await logins.enterPassword(logins.newBrowser(), user.email);
      expect((await caller.get('/v1/me')).body).toMatchObject({ recentLogin: false });
      expect(await caller.delete(`/v1/me/second-factors/${begun.id}`)).toMatchObject({ status: 403 });
      await logins.enterPassword(browser, user.email);
      expect((await caller.delete(`/v1/me/second-factors/${begun.id}`)).status).toBe(204);
      expect((await change({ newPassword, currentPassword: PASSWORD })).status).toBe(204);
      expect(await world.trailOf(user.id)).toContain('user.password_changed');
    });
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
