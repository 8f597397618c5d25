import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { PeopleWorld } from '../people/world.js';
import { chromiumIsInstalled, launchChromium, openContext } from '../support/chromium.js';
import { lookAt, picture } from '../support/look-at.js';
import { codeOf, linkOf } from '../support/mail-server.js';

(chromiumIsInstalled() ? describe : describe.skip)('in a real browser', () => {
  let world: PeopleWorld;
  let browser: Browser;

  beforeAll(async () => {
    world = await PeopleWorld.start({ secureMail: true });
    await world.addProvider('leaving', { useLogout: true });
    world.openId.registerPostLogoutRedirectUri('sign', at('/signed-out'));
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser.close();
    await world.close();
  });

  const at = (path: string): string => `${world.service.url}${path}`;

  const sessionsOf = async (id: string): Promise<number> =>
    ((await world.tenant.get(`/v1/users/${id}/sessions`)).body as { items: unknown[] }).items.length;

  /** What the provider posts from server to server when somebody has logged out there. */
  async function loggedOutAtProvider(sub: string): Promise<void> {
    const now = Math.floor(world.service.clock.now().getTime() / 1000);
    const token = await world.openId.sign(
      {
        iss: world.openId.issuer,
        aud: 'sign',
        sub,
        iat: now,
        exp: now + 60,
        jti: randomUUID(),
        events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
      },
      { typ: 'logout+jwt' },
    );
    const body = new URLSearchParams({ logout_token: token });
    const answer = await fetch(at('/backchannel-logout/acme/leaving'), { method: 'POST', body });
    if (answer.status !== 200) throw new Error(await answer.text());
  }

  test.each([
    ['ada', true],
    ['grace', false],
  ] as const)(
    'from the invitation by mail to the removal of the binding: %s, with scripts: %s',
    async (account, scripts) => {
      const { user, mail } = await world.invited({ provider: 'leaving' });
      const context = await openContext(browser, {
        javaScriptEnabled: scripts,
        viewport: { width: 390, height: 760 },
      });
      const page = await context.newPage();
      const refused: string[] = [];
      page.on('console', (line) => {
        if (/Content Security Policy/.test(line.text())) refused.push(line.text());
      });
      const shown = (name: string) => (scripts ? lookAt(page, name) : Promise.resolve());
      /** In the console of the tenant, as this user. */
      const arrived = async (name: string) => {
        await page.waitForURL(/\/console\//);
        if (scripts) await page.getByText(name).first().waitFor();
      };
      const heading = async () => (await page.textContent('h1'))?.trim();

      // The invitation, and the code that is mailed.
      await page.goto(linkOf(mail));
      await shown('ask-for-code');
      await page.click('form button');
      await shown('enter-code');
      await page.fill('#code', '11111111');
      await page.click('form button');
      await shown('code-wrong');
      await page.fill('#code', codeOf(await world.mail.mailTo(user.email, 2)));
      await page.click('form button');
      await shown('log-in-at-provider');

      // The binding.
      await page.click('button[name=provider]');
      await page.click(`#account-${account}`);
      await page.waitForURL(/\/bindings\/[0-9a-f-]{36}\/result$/);
      await shown('result');
      expect(await heading()).toBe('Your login is set up');
      await page.goto(linkOf(mail));
      await shown('link-ended');

      // The login: at the provider somebody is logged in already.
      await page.goto(at('/login/acme'));
      await page.click('button[value=leaving]');
      await arrived(user.displayName);
      expect(await sessionsOf(user.id)).toBe(1);

      // Logging out here, and there too.
      await page.goto(at('/oauth/session/end?client_id=console.acme'));
      await shown('log-out');
      await page.click('button[name=logout][value=yes]');
      await page.waitForURL((url) => url.origin === world.openId.issuer);
      expect(await sessionsOf(user.id)).toBe(0);
      await page.click('#log-out');
      await page.waitForURL(/\/oauth\/session\/end\/success$/);
      expect(await heading()).toBe('You are logged out');
      await shown('logged-out');

      // Logging out once more says the same.
      await page.goto(at('/oauth/session/end?client_id=console.acme'));
      if (!scripts) await page.click('button');
      await page.waitForURL(/\/oauth\/session\/end\/success/);
      expect(await heading()).toBe('You are logged out');

      // Logging out there, which the provider tells.
      await page.goto(at('/logon/acme/leaving'));
      await page.click(`#account-${account}`);
      await arrived(user.displayName);
      expect(await sessionsOf(user.id)).toBe(1);
      await loggedOutAtProvider(account);
      expect(await sessionsOf(user.id)).toBe(0);
      await page.goto(at('/oauth/session/end/success'));

      // The removal of the binding.
      await page.goto(at('/logon/acme/leaving'));
      await arrived(user.displayName);
      expect(await sessionsOf(user.id)).toBe(1);
      expect((await world.tenant.delete(`/v1/users/${user.id}/bindings/leaving`)).status).toBe(204);
      expect(await sessionsOf(user.id)).toBe(0);
      expect((await world.mail.mailTo(user.email, 3)).subject).toBe('acme: leaving has been removed from your account');
      await page.goto(at('/logon/acme/leaving'));
      expect(await page.textContent('main')).toContain('This account is not linked here');
      await shown('not-linked');
      expect(await world.read(user.id)).toMatchObject({ status: 'invited', bindings: [] });

      const ends = (await world.eventsOf(user.id, 'user.session_ended')).map(({ data }) => data['reason']);
      expect(ends).toEqual(['logged_out', 'logged_out_at_provider', 'binding_removed']);
      expect([...(await world.trailOf(user.id))].sort()).toEqual([
        'user.address_proved',
        'user.bound',
        'user.invited',
        'user.login_succeeded',
        'user.login_succeeded',
        'user.login_succeeded',
        'user.session_ended',
        'user.session_ended',
        'user.session_ended',
        'user.unbound',
      ]);
      expect(refused).toEqual([]);
      expect(world.service.log.text).not.toContain(user.email);
      await context.close();
    },
  );

  test('a user without a provider chooses a password', async () => {
    const { user, mail } = await world.invited({ provider: null, language: 'de' });
    const context = await openContext(browser, { javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(linkOf(mail));
    await page.click('form button');
    await page.fill('#code', codeOf(await world.mail.mailTo(user.email, 2)));
    await page.click('form button');
    await page.fill('#password', 'short');
    await page.click('form button');
    await picture(page, 'password');
    await page.fill('#password', 'a few unrelated words in a row');
    await page.click('form button');
    await page.waitForURL(/\/result$/);
    expect(await world.read(user.id)).toMatchObject({ status: 'active', provider: null });
    for (const [index, { html, subject }] of world.mail.received.entries()) {
      await page.setContent(html);
      await picture(page, `mail-${index}-${subject.replace(/[^a-z]+/gi, '-')}`);
    }
    await context.close();
  });
});
