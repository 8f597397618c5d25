import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { PeopleWorld, type ShownUser } from '../people/world.js';
import { chromiumIsInstalled, launchChromium, openContext } from '../support/chromium.js';
import { lookAt } from '../support/look-at.js';
import { linkOf } from '../support/mail-server.js';
import { SignerBrowser } from '../support/signer-browser.js';
import { PartnerClient } from '../user-logins/partner-client.js';

const PASSWORD = 'a few unrelated words in a row';

(chromiumIsInstalled() ? describe : describe.skip)('in a real browser', () => {
  let world: PeopleWorld;
  let browser: Browser;

  beforeAll(async () => {
    world = await PeopleWorld.start();
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser.close();
    await world.close();
  });

  const at = (path: string): string => `${world.service.url}${path}`;

  async function withPassword(): Promise<ShownUser> {
    const { user, mail } = await world.invited({ provider: null });
    const setting = new SignerBrowser();
    await world.prove(setting, linkOf(mail), user.email);
    setting.page.fill('#password', PASSWORD);
    await setting.click('form button');
    await setting.close();
    return user;
  }

  async function logIn(page: Page, email: string, password: string): Promise<void> {
    await page.goto(at('/login/acme'));
    await page.fill('#email', email);
    await page.fill('#password', password);
    await page.click('form[action$="/password"] button');
  }

  test('a user logs in without any script, mistakes among it, and gets a new password', async () => {
    const user = await withPassword();
    const context = await openContext(browser, { javaScriptEnabled: true, viewport: { width: 390, height: 760 } });
    const page = await context.newPage();
    await page.goto(at('/login/acme'));
    await lookAt(page, 'login');
    await logIn(page, user.email, 'wrong');
    await lookAt(page, 'login-refused');
    await page.click('text=Password forgotten?');
    await lookAt(page, 'reset');
    const before = world.mail.countTo(user.email);
    await page.fill('#email', user.email);
    await page.click('form button');
    await lookAt(page, 'reset-sent');
    await page.goto(linkOf(await world.mail.mailTo(user.email, before + 1)));
    await page.fill('#password', 'password');
    await page.click('form button');
    await lookAt(page, 'new-password-refused');
    await page.fill('#password', 'another row of words, longer');
    await page.click('form button');
    await lookAt(page, 'password-changed');
    await page.goto(at('/login/acme/reset/no-such-link'));
    await lookAt(page, 'reset-ended');
    await context.close();

    const plain = await openContext(browser, { javaScriptEnabled: false, locale: 'de-AT' });
    const without = await plain.newPage();
    await logIn(without, user.email, 'another row of words, longer');
    await without.waitForURL(/\/console\//);
    await plain.close();
  });

  test('a user confirms a login with a passkey, and with a code where scripts are turned off', async () => {
    const user = await withPassword();
    const context = await openContext(browser);
    const page = await context.newPage();
    const refused: string[] = [];
    page.on('console', (line) => {
      if (/Content Security Policy/.test(line.text())) refused.push(line.text());
    });
    const authenticator = await context.newCDPSession(page);
    await authenticator.send('WebAuthn.enable');
    await authenticator.send('WebAuthn.addVirtualAuthenticator', {
      options: { protocol: 'ctap2', transport: 'internal', hasUserVerification: true, isUserVerified: true },
    });
    await logIn(page, user.email, PASSWORD);
    await page.waitForURL(/\/console\//);
    const partner = await PartnerClient.register(world.service, world.tenant);
    const { url, verifier } = partner.request();
    await page.goto(url);
    await page.click('button[value=allow]');
    await page.waitForURL(/partner\.example/);
    const caller = await partner.redeem(verifier, page.url());

    const begun = (await caller.post('/v1/me/second-factors', { kind: 'passkey', name: 'Laptop' })).body as {
      id: string;
      options: object;
    };
    await page.goto(at('/login/acme/reset'));
    // As text: what runs in the browser has types of its own.
    const credential = await page.evaluate(`(async () => {
      const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(${JSON.stringify(begun.options)});
      return (await navigator.credentials.create({ publicKey })).toJSON();
    })()`);
    const confirmed = await caller.post(`/v1/me/second-factors/${begun.id}/confirmation`, { credential });
    expect(confirmed.status).toBe(200);
    const { recoveryCodes } = confirmed.body as { recoveryCodes: string[] };

    await logIn(page, user.email, PASSWORD);
    await lookAt(page, 'second-factor');
    await page.fill('#code', '000000');
    await page.click('text=Confirm >> nth=-1');
    await lookAt(page, 'second-factor-refused');
    await page.click('#passkey button');
    await page.waitForURL(/\/console\//);
    expect(refused).toEqual([]);
    await context.close();

    const plain = await openContext(browser, { javaScriptEnabled: false });
    const without = await plain.newPage();
    await logIn(without, user.email, PASSWORD);
    expect(await without.isVisible('#passkey')).toBe(false);
    await without.fill('#code', recoveryCodes[0] ?? '');
    await without.click('form:not(#passkey) button');
    await without.waitForURL(/\/console\//);
    await plain.close();
  });

  test.each(['light', 'dark'] as const)(
    'consent, its refusal and logging out fit 320 pixels and everybody, %s',
    async (colorScheme) => {
      const user = await withPassword();
      const made = await world.tenant.post('/v1/oauth-clients', {
        name: `Vertragsverwaltungssystemanbindung of the procurement department (${colorScheme})`,
        grants: ['authorization_code'],
        redirectUris: ['https://an-unusually-long-host-name.of-the-partner.example/callback'],
        scopes: [
          'authentications:write',
          'authentications:read',
          'providers:read',
          'audit:read',
          'extended',
          'openid',
          'email',
        ],
      });
      expect(made.status).toBe(201);
      const { clientId } = made.body as { clientId: string };
      const address = new URL(at('/oauth/auth'));
      address.search = new URLSearchParams({
        client_id: clientId,
        response_type: 'code',
        redirect_uri: 'https://an-unusually-long-host-name.of-the-partner.example/callback',
        scope: 'openid email authentications:write authentications:read providers:read extended',
        code_challenge: 'x'.repeat(43),
        code_challenge_method: 'S256',
      }).toString();
      const context = await openContext(browser, { colorScheme, viewport: { width: 320, height: 700 } });
      const page = await context.newPage();
      const fits = async (name: string) => {
        await lookAt(page, `${name}-${colorScheme}`);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
      };
      await page.goto(address.href);
      await page.fill('#email', user.email);
      await page.fill('#password', PASSWORD);
      await page.click('form[action$="/password"] button');
      await page.waitForSelector('button[value=allow]');
      for (const said of ['an-unusually-long-host-name.of-the-partner.example', 'acme', user.email])
        expect(await page.textContent('main')).toContain(said);
      await fits('consent');
      await page.click('button[value=refuse]');
      await page.waitForURL(/partner\.example.*error=access_denied/);
      await page.goto(at('/oauth/session/end'));
      await fits('logout');
      await page.click('main button >> nth=0');
      await fits('logged-out');
      await page.goto(at('/oauth/auth?client_id=nobody&response_type=code'));
      await fits('authorization-failed');
      await context.close();
    },
  );
});
