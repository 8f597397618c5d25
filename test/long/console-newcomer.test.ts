import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { openedConsoles } from '../console/opened-consoles.js';
import { LoginWorld } from '../signer-authentications/world.js';
import { chromiumIsInstalled } from '../support/chromium.js';
import { startScriptableProvider } from '../support/scriptable-provider.js';
import { SignerBrowser } from '../support/signer-browser.js';

/** What scrolls around the screens: how far down it is, and how far it could be. */
const scrolled = `(() => {
  let element = document.getElementById('content');
  while (element && !/auto|scroll/.test(getComputedStyle(element).overflowY)) element = element.parentElement;
  return element ?? document.scrollingElement;
})()`;

/** In the new tab of the test login that was prepared. */
async function logInAsJohn(page: Page): Promise<void> {
  const [login] = await Promise.all([page.waitForEvent('popup'), page.click('a:has-text("Log in (new tab)")')]);
  await login.click('button[name=provider]');
  await login.click('#account-john');
  await login.waitForURL(/result$/);
}

(chromiumIsInstalled() ? describe : describe.skip)('somebody who is new to the console', () => {
  let world: LoginWorld;
  const { openAt: open } = openedConsoles(() => world.tenant);

  beforeAll(async () => {
    world = await LoginWorld.start();
  });
  afterAll(() => world.close());

  const openAt = (address: string): Promise<Page> =>
    open(`/console/${address}`, { viewport: { width: 1280, height: 720 } });

  test('sees what to do first, and that a test login of theirs is done', async () => {
    const redirectUri = await world.addProvider(world.openIdBody({ name: 'tried' }));
    world.openId.registerRedirectUri('sign', redirectUri);
    const overview = await openAt('');
    await overview.waitForSelector('.pf-m-current:has-text("Try a login")');
    const page = await openAt('providers/tried');
    await page.click('button:has-text("Prepare a test login")');
    await logInAsJohn(page);
    await page.waitForSelector('button[aria-label="Map given_name"] >> nth=0');
    await overview.reload();
    await overview.waitForSelector('.pf-m-success:has-text("Try a login")');
    await overview.waitForSelector('.pf-m-current:has-text("Let a workflow ask")');
  });

  test('finds the first request ready to be sent, with a provider that there is, and that it works as it stands', async () => {
    const page = await openAt('');
    await page.click('a:has-text("Let a workflow ask")');
    await page.waitForSelector('text=Nobody was asked yet');
    const command = (await page.textContent('.first-request code')) ?? '';
    const [, address] = /(http\S+)/.exec(command) ?? [];
    const [, body] = /-d '([^']+)'/.exec(command) ?? [];
    expect(address).toBe(`${world.tenant.url}/v1/signer-authentications`);
    const made = await world.tenant.post('/v1/signer-authentications', JSON.parse(body ?? ''));
    expect(made).toMatchObject({ status: 201, body: { status: 'pending' } });
  });

  test('is told at the field why an address is not recognised, and keeps every template', async () => {
    const page = await openAt('providers/new');
    await page.waitForSelector('h2:has-text("Keycloak")');
    await page.fill('#detect', 'http://10.0.0.1/');
    await page.click('button:has-text("Recognise")');
    await page.waitForSelector('.pf-v6-c-alert:has-text("OUTBOUND_ALLOWED_CIDRS")');
    expect(await page.locator('h2:has-text("Keycloak")').count()).toBe(1);
  });

  test('has filled in what a product that nobody knows signs with, also where it was not asked to be recognised', async () => {
    const provider = await startScriptableProvider({ signingAlgorithm: 'ES256' });
    const page = await openAt('providers/new');
    await page.fill('#detect', provider.issuer);
    await page.getByRole('button', { name: 'Another OpenID Connect provider' }).click();
    await page.waitForSelector('.json-side:has-text("ES256")');
    await page.waitForSelector(`.json-side:has-text("${provider.issuer}")`);
    await provider.close();
  });

  test('mends a path that finds nothing by a claim of another source, which compares as the wrong one did', async () => {
    const redirectUri = await world.addProvider(
      world.openIdBody({
        name: 'wrong-path',
        idToken: { mappings: [] },
        resources: [
          {
            name: 'userinfo',
            type: 'userinfo',
            mappings: [
              {
                path: 'first_name',
                action: 'validate',
                target: 'recipient.firstName',
                compare: 'equals-ignoring-case',
              },
              { path: 'email', action: 'validate', target: 'recipient.email', compare: 'email' },
            ],
          },
        ],
      }),
    );
    world.openId.registerRedirectUri('sign', redirectUri);
    const page = await openAt('providers/wrong-path');
    await page.fill('#recipient-firstName', 'JOHN');
    await page.click('button:has-text("Prepare a test login")');
    await logInAsJohn(page);
    await page.click('button[aria-label="Map given_name"] >> nth=0');
    await page.waitForSelector('text=It takes the place of first_name (resource:userinfo)');
    await page.waitForSelector('.pf-v6-c-modal-box table >> text=matched');
    await page.click('button:has-text("Save the mapping")');
    await page.waitForSelector('h2:text-is("Mappings")');
    const { body } = await world.tenant.get('/v1/providers/wrong-path');
    const { idToken, resources } = body as {
      idToken: { mappings: readonly object[] };
      resources: readonly { mappings: readonly object[] }[];
    };
    const all = [...idToken.mappings, ...(resources[0]?.mappings ?? [])];
    expect(all).toHaveLength(2);
    expect(all).toContainEqual(
      expect.objectContaining({ path: 'given_name', target: 'recipient.firstName', compare: 'equals-ignoring-case' }),
    );
    // The next test expects the person that this one did.
    expect(await page.inputValue('#recipient-firstName')).toBe('JOHN');
  });

  test('begins each screen at its top, and comes back to where a list was left', async () => {
    const page = await openAt('providers/openid');
    await page.waitForSelector('h2:text-is("JSON")');
    const last = page.locator('a[href*="edit?at="]').last();
    await last.scrollIntoViewIfNeeded();
    const left = await page.evaluate<number>(`${scrolled}.scrollTop`);
    expect(left).toBeGreaterThan(100);
    await last.click();
    await page.waitForSelector('h1:has-text("Edit openid")');
    await page.click('nav a[href="/console/log"]');
    await page.waitForSelector('h1:text-is("Log")');
    expect(await page.evaluate(`${scrolled}.scrollTop`)).toBe(0);
    await page.goBack();
    await page.waitForSelector('h1:has-text("Edit openid")');
    await page.goBack();
    await page.waitForSelector('h2:text-is("JSON")');
    await page.waitForTimeout(1000);
    expect(await page.evaluate(`${scrolled}.scrollTop`)).toBe(left);
  });

  test('sees the way out of the console without looking for it', async () => {
    const page = await openAt('providers');
    await page.click('.pf-v6-c-masthead button[aria-expanded=false]:last-of-type >> nth=-1');
    const out = page.locator('[role=menuitem]:has-text("Sign out")');
    await out.waitFor();
    const box = await out.boundingBox();
    expect((box?.y ?? 720) + (box?.height ?? 0)).toBeLessThan(720);
  });

  test('sees in the list which pending ones somebody has failed at, and finds those of a day by that day', async () => {
    const { signInUrl } = await world.create({ envelope: { id: 'env-failed', name: 'Loan' } });
    await world.logIn(new SignerBrowser(), signInUrl, 'openid', 'mallory');
    const page = await openAt('logins');
    await page.waitForSelector('td:has-text("pending"):has-text("1 attempt failed")');
    const today = await page.evaluate<string>(
      `[new Date()].map((now) => [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0')).join('-'))[0]`,
    );
    await page.goto(`${world.tenant.url}/console/logins?from=${today}&to=${today}`);
    await page.waitForSelector('td:has-text("1 attempt failed")');
    // An address that somebody shortened or mistyped asks for no day.
    await page.goto(`${world.tenant.url}/console/logins?from=never`);
    await page.waitForSelector('td:has-text("1 attempt failed")');
  });

  describe('who has entered something', () => {
    const edited = async (page: Page, value: string): Promise<void> => {
      await page.waitForSelector('.cm-content');
      await page.fill('#field--clientId', value);
    };

    test('is asked before it is lost, and keeps it by staying', async () => {
      const page = await openAt('providers/openid/edit');
      await edited(page, 'half-way');
      await page.click('nav a[href="/console/listeners"]');
      await page.click('button:has-text("Stay here")');
      expect(await page.inputValue('#field--clientId')).toBe('half-way');
      await page.click('nav a[href="/console/listeners"]');
      await page.click('.pf-v6-c-modal-box button:has-text("Leave")');
      await page.waitForSelector('h1:has-text("Listeners")');
    });

    test('is asked nothing after saving and after Cancel', async () => {
      const page = await openAt('providers/openid/edit');
      await edited(page, 'half-way');
      await page.click('button:has-text("Cancel")');
      await page.waitForSelector('h2:text-is("Mappings")');
      await page.click('button:has-text("Edit")');
      await edited(page, 'sign');
      await page.click('button:has-text("Save")');
      await page.waitForSelector('h2:text-is("Mappings")');
    });

    test('is told that somebody else was quicker, keeps what they have, and replaces the other only when they say so', async () => {
      const page = await openAt('providers/openid/edit');
      await edited(page, 'mine');
      const theirs = await world.tenant.get('/v1/providers/openid');
      const { revision, ...body } = theirs.body as Record<string, unknown>;
      const changed = { ...body, clientId: 'theirs', showOnLoginPage: false };
      await world.tenant.put('/v1/providers/openid', changed, { 'if-match': `"${String(revision)}"` });
      await page.click('button:has-text("Save")');
      await page.waitForSelector('text=Somebody else has changed this meanwhile');
      expect(await page.inputValue('#field--clientId')).toBe('mine');
      expect((await world.tenant.get('/v1/providers/openid')).body).toMatchObject({ clientId: 'theirs' });
      await page.click('button:has-text("Keep mine")');
      await page.fill('#field--clientId', 'sign');
      await page.click('button:has-text("Save")');
      await page.waitForSelector('h2:text-is("Mappings")');
      expect((await world.tenant.get('/v1/providers/openid')).body).toMatchObject({ clientId: 'sign' });
    });

    test('goes on after a sign-in in another tab when the session has ended meanwhile', async () => {
      const page = await openAt('providers/openid/edit');
      await edited(page, 'sign');
      const context = page.context();
      await context.route('**/v1/providers/openid', (route) => route.fulfill({ status: 401, json: {} }), { times: 1 });
      await page.click('button:has-text("Save")');
      await page.waitForSelector('h1:has-text("Your session has ended")');
      expect(await page.isVisible('nav')).toBe(false);
      const [tab] = await Promise.all([page.waitForEvent('popup'), page.click('button:has-text("Sign in (new tab)")')]);
      await page.waitForSelector('h1:has-text("Edit openid")');
      expect(await page.inputValue('#field--clientId')).toBe('sign');
      await page.click('button:has-text("Save")');
      await page.waitForSelector('h2:text-is("Mappings")');
      if (!tab.isClosed()) await tab.close();
    });

    test('comes back to the step before, with what was answered', async () => {
      const page = await openAt('providers/new');
      await page.fill('.pf-v6-c-search-input input, input[aria-label="Search templates"]', 'keycloak');
      await page.getByRole('button', { name: 'Keycloak' }).first().click();
      const [first] = await page.locator('input[id^=question-]').all();
      await first?.fill('https://idp.example/realms/one');
      await page.goBack();
      await page.waitForSelector('h2:has-text("Keycloak")');
      await page.goForward();
      expect(await page.locator('input[id^=question-]').first().inputValue()).toBe('https://idp.example/realms/one');
    });
  });
});
