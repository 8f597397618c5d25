import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import { expectUsable, looks } from '../console/looks.js';
import { openedConsoles } from '../console/opened-consoles.js';
import { PeopleWorld, type ShownUser } from '../people/world.js';
import { chromiumIsInstalled, openContext } from '../support/chromium.js';
import { linkOf } from '../support/mail-server.js';
import { SignerBrowser } from '../support/signer-browser.js';

const PASSWORD = 'a few unrelated words in a row';

(chromiumIsInstalled() ? describe : describe.skip)('the screens of people', () => {
  let world: PeopleWorld;
  const { openAt, browser } = openedConsoles(() => world.tenant);

  beforeAll(async () => {
    world = await PeopleWorld.start();
  });
  afterAll(() => world.close());

  const userOf = async (email: string): Promise<ShownUser> => {
    const { body } = await world.tenant.get(`/v1/users?email=${encodeURIComponent(email)}`);
    const [user] = (body as { items: ShownUser[] }).items;
    if (user === undefined) throw new Error(`Nobody has ${email}`);
    return user;
  };
  const confirm = (page: Page, label: string) => page.click(`.pf-v6-c-modal-box button:has-text("${label}")`);

  test('invite somebody, having seen what they will be allowed', async () => {
    const email = world.newAddress();
    const page = await openAt('/console/users/new');
    await page.waitForSelector('text=No rights at all.');
    await page.fill('#user-email', email);
    await page.fill('#user-name', 'Grace Hopper');
    await page.selectOption('#user-provider', 'staff');
    await page.check('#role-sender');
    await page.waitForSelector('dt:has-text("Signer authentications")');
    expect(await page.textContent('dl')).toMatch(/Providers.*read/);
    await page.click('button:has-text("Send invitation")');
    await page.waitForSelector('h1:has-text("Grace Hopper")');
    await world.mail.mailTo(email);
    expect(await userOf(email)).toMatchObject({ status: 'invited', roles: ['sender'], provider: 'staff' });
    expect(await page.textContent('main')).toContain('No account at a provider is bound');
  });

  test('find somebody by their whole address, which stands in no address of the browser', async () => {
    const { user } = await world.invited({ displayName: 'Katherine Johnson' });
    await world.invited({ displayName: 'Somebody else' });
    const page = await openAt('/console/users?status=invited');
    await page.waitForSelector('a:has-text("Somebody else")');
    await page.fill('#filter-email', user.email);
    await page.waitForSelector('a:has-text("Somebody else")', { state: 'detached' });
    await page.waitForSelector('a:has-text("Katherine Johnson")');
    expect(page.url()).toBe(`${world.tenant.url}/console/users?status=invited`);
  });

  test('show what a change of roles adds and takes before it is saved', async () => {
    const { user } = await world.invited({ displayName: 'Joan Clarke' });
    const page = await openAt(`/console/users/${user.id}/edit`);
    await page.check('#role-auditor');
    await page.uncheck('#role-sender');
    await page.waitForSelector('text=read (new)');
    await page.waitForSelector('text=change (taken away)');
    await page.click('button:has-text("Save")');
    await page.waitForSelector('dd:has-text("auditor")');
    expect((await world.read(user.id)).permissions).toContain('audit:disclose');
  });

  test('remove a binding, lock, unlock and delete, each after saying what it does', async () => {
    const user = await world.bound('hedy', { displayName: 'Hedy Lamarr' });
    const page = await openAt(`/console/users/${user.id}`);
    await page.click('button:has-text("Remove binding")');
    expect(await page.textContent('.pf-v6-c-modal-box')).toContain('logged out everywhere and told by mail');
    await confirm(page, 'Remove binding');
    await page.waitForSelector('text=No account at a provider is bound');
    await page.click('span:text-is("Lock")');
    await confirm(page, 'Lock');
    await page.click('button:has-text("Unlock")');
    expect((await world.read(user.id)).status).toBe('locked');
    await confirm(page, 'Unlock');
    await page.waitForSelector('button:has-text("Unlock")', { state: 'detached' });
    await page.click('button:has-text("Delete")');
    expect(await page.textContent('.pf-v6-c-modal-box')).toContain('stay in the trail until they are erased');
    await confirm(page, 'Delete');
    await page.waitForSelector('h1:has-text("People")');
    expect((await world.tenant.get(`/v1/users/${user.id}`)).status).toBe(404);
  });

  test('say in the words of the API why somebody cannot be changed, with the id for the log', async () => {
    const { user } = await world.invited({ displayName: 'Ada Lovelace' });
    const page = await openAt(`/console/users/${user.id}`);
    await page.waitForSelector('h1:has-text("Ada Lovelace")');
    // Somebody else is faster.
    await world.tenant.post(`/v1/users/${user.id}/lock`);
    await page.click('span:text-is("Lock")');
    await confirm(page, 'Lock');
    const problem = await page.waitForSelector('.pf-v6-c-modal-box .problem');
    expect(await problem.textContent()).toMatch(/precondition.*Reference: [\w:-]+/s);
  });

  test('make a role of rights, and let nobody give what they lack', async () => {
    const page = await openAt('/console/roles/new');
    await page.fill('#role-name', 'support');
    await page.fill('#role-description', 'Helps signers');
    await page.check('#permission-authentications-read');
    expect(await page.isDisabled('#permission-tenants-read')).toBe(true);
    await page.click('button:has-text("Save")');
    await page.click('a:has-text("support")');
    await page.check('#permission-audit-read');
    await page.click('button:has-text("Save")');
    await page.waitForSelector('h1:has-text("Roles")');
    const { body } = await world.tenant.get('/v1/roles/support');
    expect(body).toMatchObject({ permissions: ['authentications:read', 'audit:read'], description: 'Helps signers' });
  });

  test.each(looks)('have no barrier and nothing to scroll sideways %s', async (look, options) => {
    const page = await openAt('/console/', options);
    const user = await world.bound(
      ['ada', 'grace', 'joan', 'kath', 'mallory'][looks.findIndex(([name]) => name === look)] ?? '',
      {
        displayName: 'Somebody with a very long name of many parts',
      },
    );
    await expectUsable(
      page,
      ['users', 'users/new', `users/${user.id}`, `users/${user.id}/edit`, 'roles', 'roles/new', 'roles/auditor'],
      look,
    );
  });

  describe('of the own account', () => {
    /** A user who sets a password by their invitation and signs in at the console with it. */
    async function signedIn(page: Page): Promise<ShownUser> {
      const { user, mail } = await world.invited({ provider: null, roles: ['auditor'], displayName: 'Emmy Noether' });
      const setting = new SignerBrowser();
      await world.prove(setting, linkOf(mail), user.email);
      setting.page.fill('#password', PASSWORD);
      await setting.click('form button');
      await setting.close();
      await page.addInitScript("localStorage.setItem('countersign.tenant', 'acme')");
      await page.goto(`${world.service.url}/console/account`);
      await logIn(page, user.email, PASSWORD);
      return user;
    }
    async function logIn(page: Page, email: string, password: string): Promise<void> {
      await page.waitForURL(/\/login\/acme/);
      await page.fill('#email', email);
      await page.fill('#password', password);
      await page.click('form[action$="/password"] button');
      await page.waitForURL(`${world.service.url}/console/account`);
      await page.waitForSelector('h2:has-text("Second factors")');
    }

    test('changes name and language, adds an app with codes shown once, then a passkey, and changes the password', async () => {
      const context = await openContext(browser(), { locale: 'en' });
      const page = await context.newPage();
      const refused: string[] = [];
      page.on('console', (line) => {
        if (/Content Security Policy|Trusted ?Type/i.test(line.text())) refused.push(line.text());
      });
      const authenticator = await context.newCDPSession(page);
      await authenticator.send('WebAuthn.enable');
      await authenticator.send('WebAuthn.addVirtualAuthenticator', {
        options: { protocol: 'ctap2', transport: 'internal', hasUserVerification: true, isUserVerified: true },
      });
      const user = await signedIn(page);

      await page.selectOption('#account-language', 'de');
      await page.click('button:has-text("Save")');
      await page.waitForSelector('h1:has-text("Ihr Konto")');
      await page.selectOption('#account-language', 'en');
      await page.click('button:has-text("Speichern")');
      await page.waitForSelector('h1:has-text("Your account")');

      await page.click('button:has-text("Add authenticator app")');
      await page.waitForSelector('.qr-code path');
      const secret = (await page.textContent('.pf-v6-c-clipboard-copy code, .pf-v6-c-clipboard-copy__text')) ?? '';
      const code = new TOTP({ secret: secret.trim() }).generate({ timestamp: world.service.clock.now().getTime() });
      await page.fill('#app-code', code);
      await page.click('button:has-text("Add this app")');
      await page.waitForSelector('.codes li >> nth=9');
      const first = (await page.textContent('.codes code')) ?? 'none';
      await page.click('button:has-text("Add passkey")');
      await page.fill('#passkey-name', 'Laptop');
      await page.click('button:has-text("Make passkey")');
      await page.waitForSelector('strong:has-text("Laptop")');
      await page.reload();
      await page.waitForSelector('strong:has-text("Laptop")');
      expect(await page.content()).not.toContain(first);
      await page.waitForSelector('text=10 of ten are left');
      for (const kind of ['Authenticator app', 'Laptop']) {
        await page.click(`li:has-text("${kind}") button:has-text("Remove")`);
        await page.click('.pf-v6-c-modal-box button:has-text("Remove")');
        await page.waitForSelector(`strong:has-text("${kind}")`, { state: 'detached' });
      }

      await page.fill('#current-password', PASSWORD);
      await page.fill('#new-password', 'password');
      await page.click('button:has-text("Change password")');
      await page.waitForSelector('.problem');
      await page.fill('#new-password', 'another row of unrelated words');
      await page.click('button:has-text("Change password")');
      await logIn(page, user.email, 'another row of unrelated words');
      expect(refused).toEqual([]);
      await context.close();
    });

    test.each(looks)('has no barrier %s', async (look, options) => {
      const context = await openContext(browser(), { locale: 'en', ...options });
      const page = await context.newPage();
      await signedIn(page);
      await expectUsable(page, ['account'], look);
      await page.click('button:has-text("Add authenticator app")');
      await page.waitForSelector('.qr-code path');
      expect(await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')).toBe(0);
      await page.goto(`${world.service.url}/console/roles/auditor`);
      await page.waitForSelector('h1:has-text("auditor")');
      expect(await page.isVisible('button:has-text("Delete")')).toBe(false);
      await context.close();
    });

    test('asks to log in again when the login is no longer recent, and comes back', async () => {
      const context = await openContext(browser(), { locale: 'en' });
      const page = await context.newPage();
      const user = await signedIn(page);
      // The authorization server goes by the real time: five minutes cannot pass here, so the answer says that they have.
      const me = `${world.service.url}/v1/me`;
      await page.route(me, async (route) => {
        const answer = await route.fetch();
        const read = (await answer.json()) as object;
        await route.fulfill({ response: answer, json: { ...read, recentLogin: false } });
      });
      await page.reload();
      await page.waitForSelector('text=log in again first');
      expect(await page.isDisabled('button:has-text("Add passkey")')).toBe(true);
      await page.unroute(me);
      await page.click('button:has-text("Log in again")');
      await logIn(page, user.email, PASSWORD);
      expect(await page.isDisabled('button:has-text("Add passkey")')).toBe(false);
      await context.close();
    });
  });
});
