import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { ConsoleOptions } from '../console/console-browser.js';
import { openedConsoles } from '../console/opened-consoles.js';
import { LoginWorld } from '../signer-authentications/world.js';
import { accessibilityViolations, chromiumIsInstalled, openContext } from '../support/chromium.js';
import type { ApiClient } from '../support/service/api-client.js';
import { untilInLog } from '../support/service/until-in-log.js';
import { SignerBrowser } from '../support/signer-browser.js';

/** A picture of one point. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

interface Look {
  readonly skeleton: readonly string[];
  readonly button: string;
}

/** Everything of an element that is no text: names of elements and classes, in their order; and the colour of its one button. */
const lookOf = (root: string): string => `((root) => {
  const walk = (element) => [element.localName + '.' + [...element.classList].join('.'), ...[...element.children].flatMap(walk)];
  const button = getComputedStyle(root.querySelector('.only')).backgroundColor;
  return { skeleton: [...root.children].flatMap(walk), button };
})(${root})`;

(chromiumIsInstalled() ? describe : describe.skip)('the screens for settings, moving, keys and tenants', () => {
  let world: LoginWorld;
  const { openAt: open, browser } = openedConsoles(() => world.tenant);

  beforeAll(async () => {
    world = await LoginWorld.start();
  });
  afterAll(() => world.close());

  const openAt = (address: string, options?: ConsoleOptions, by?: ApiClient): Promise<Page> =>
    open(`/console/${address}`, options, by);
  const confirm = async (page: Page, label: string): Promise<string> => {
    await page.click(`main button:has-text("${label}")`);
    const said = (await page.textContent('.pf-v6-c-modal-box__body')) ?? '';
    await page.click(`.pf-v6-c-modal-box__footer button:has-text("${label}")`);
    await page.waitForSelector('.pf-v6-c-modal-box', { state: 'detached' });
    return said;
  };
  const downloadBy = async (page: Page, act: () => Promise<unknown>): Promise<string> => {
    const [download] = await Promise.all([page.waitForEvent('download'), act()]);
    return readFile(await download.path(), 'utf8');
  };

  test('are found on a phone through the navigation, which goes away again', async () => {
    const page = await openAt('', { viewport: { width: 390, height: 844 } });
    const link = page.locator('nav a[href="/console/providers"]');
    await page.click('button[aria-label="Navigation"]');
    // Only what is in sight is pressed.
    await link.click();
    await page.waitForSelector('h1:has-text("Providers")');
    await page.click('button[aria-label="Navigation"][aria-expanded=false]');
    await page.keyboard.press('Escape');
    await page.waitForSelector('button[aria-label="Navigation"][aria-expanded=false]');
  });

  test('hold a checkpoint that was signed while a trail is verified to the one before', async () => {
    const checkpoint = async (): Promise<string> => (await fetch(`${world.tenant.url}/v1/audit/checkpoint`)).text();
    const before = await checkpoint();
    await world.create({ envelope: { id: 'env-grown' } });
    await untilInLog(world.tenant, 'env-grown');
    const page = await openAt('trail/env-grown');
    const verify = async (said: string): Promise<string> => {
      await page.click('button:has-text("Verify")');
      await page.waitForSelector(`text=${said}`);
      return (await page.textContent('main')) ?? '';
    };
    await page.route('**/v1/audit/checkpoint', (route) => route.fulfill({ contentType: 'text/plain', body: before }));
    const [, size] = /a checkpoint over (\d+) events/.exec(await verify('Everything that was verified is true')) ?? [];
    expect(Number(size)).toBeGreaterThan(Number(before.split('\n')[1]));
    await page.route('**/v1/audit/proofs/consistency*', async (route) => {
      const answer = await route.fetch();
      const lie = (await answer.text()).replace(
        /"proof":\["(.)/,
        (all, first: string) => all.slice(0, -1) + (first === 'A' ? 'B' : 'A'),
      );
      await route.fulfill({ response: answer, body: lie });
    });
    await page.reload();
    expect(await verify('Something here is not true')).toContain('there are two logs');
  });

  describe('a provider’s editor', () => {
    test('marks a setting that the form has no field for where it stands in the JSON', async () => {
      const page = await openAt('providers/openid/edit?at=%24.idToken.clockToleranceSeconds');
      const marked = page.locator('.cm-shown-place');
      await marked.first().waitFor();
      expect((await marked.allTextContents()).join('')).toBe('"clockToleranceSeconds"');
      const shadow = await page.evaluate<string>(
        `getComputedStyle(document.querySelector('.code-editor').shadowRoot.querySelector('.cm-shown-place')).boxShadow`,
      );
      expect(shadow).toMatch(/ 2px$/);
    });

    test('shows whoever may only read all of it, and lets them change nothing', async () => {
      const page = await openAt('providers/openid/edit', { scopes: 'providers:read' });
      await page.waitForSelector('text=You may see this, but not change it.');
      expect(await page.isDisabled('#field--clientId')).toBe(true);
      expect(await page.locator('main button[type=submit]').count()).toBe(0);
      await page.click('.cm-content');
      await page.keyboard.type('x');
      expect(await page.locator('.cm-content').textContent()).not.toContain('x{');
    });

    test('lets nothing of one provider stay when another one is opened', async () => {
      const page = await openAt('providers/openid/edit');
      await page.fill('#field--clientId', 'of-the-first');
      await page.evaluate(
        `history.pushState(null, '', '/console/providers/oauth/edit'); dispatchEvent(new PopStateEvent('popstate'))`,
      );
      await page.waitForSelector('h1:has-text("oauth")');
      await page.waitForSelector('#field--clientId');
      expect(await page.inputValue('#field--name')).toBe('oauth');
      expect(await page.inputValue('#field--clientId')).not.toBe('of-the-first');
    });
  });

  describe('settings', () => {
    test('change names and languages, and refuse to overwrite what somebody else has changed meanwhile', async () => {
      const page = await openAt('settings');
      await page.fill('#field--displayName', 'Acme Ltd');
      await page.selectOption('#field--defaultLanguage', 'fr');
      await page.click('button:has-text("Save")');
      await page.waitForSelector('text=Saved');
      const saved = await world.tenant.get('/v1/settings');
      expect(saved.body).toMatchObject({ displayName: 'Acme Ltd', defaultLanguage: 'fr', revision: 1 });
      const { revision: _revision, ...body } = saved.body as Record<string, unknown>;
      await world.tenant.put('/v1/settings', { ...body, defaultLanguage: 'it' }, { 'if-match': '"1"' });
      await page.fill('#field--displayName', 'Acme GmbH');
      await page.click('button:has-text("Save")');
      await page.waitForSelector('text=Somebody else has changed this meanwhile');
      expect(await page.inputValue('#field--displayName')).toBe('Acme GmbH');
      expect((await world.tenant.get('/v1/settings')).body).toMatchObject({
        displayName: 'Acme Ltd',
        defaultLanguage: 'it',
      });
    });

    test('show a fault of a mail text at its field', async () => {
      const page = await openAt('settings/mails');
      await page.selectOption('#mail-language', 'de');
      await page.fill('#field--mail-texts-invitation-de', 'Willkommen bei {tenant}.');
      await page.click('button:has-text("Save")');
      await page.waitForSelector('#field--mail-texts-invitation-de-help >> text={link} exactly once');
      await page.fill('#field--mail-texts-invitation-de', 'Willkommen bei {tenant}.\n\n{link}');
      await page.click('button:has-text("Save")');
      await page.waitForSelector('text=Saved');
      expect((await world.tenant.get('/v1/settings')).body).toMatchObject({
        mail: { texts: { invitation: { de: 'Willkommen bei {tenant}.\n\n{link}' } } },
      });
    });

    test('let whoever may only read choose which text they look at', async () => {
      const page = await openAt('settings/mails', { scopes: 'settings:read' });
      await page.waitForSelector('text=You may see this, but not change it.');
      await page.selectOption('#mail-language', 'de');
      const own = page.locator('#field--mail-texts-invitation-de');
      expect(await own.inputValue()).toContain('Willkommen bei {tenant}.');
      expect(await own.isEditable()).toBe(false);
      await page.selectOption('#mail-kind', 'password_reset');
      expect(await page.inputValue('#field--mail-texts-password-reset-de')).toBe('');
      await page.click('nav >> text=Signers’ pages');
      await page.selectOption('#notice-language', 'fr');
      expect(await page.inputValue('#preview-language')).toBe('fr');
      expect(await page.isDisabled('#field--colours-accent')).toBe(true);
    });

    test('say what is destroyed before evidence is, and who may not change that is told so', async () => {
      const page = await openAt('settings/retention');
      await page.check('#retention-days');
      await page.fill('#evidence-days', '90');
      expect(await confirm(page, 'Save')).toContain('Everything older than 90 days is destroyed');
      expect((await world.tenant.get('/v1/retention')).body).toMatchObject({ evidenceDays: 90 });
      const reader = await openAt('settings/retention', { scopes: 'settings:read audit:read' });
      await reader.waitForSelector('text=You may see this, but not change it.');
      expect(await reader.isDisabled('#retention-days')).toBe(true);
      expect(await reader.locator('nav >> text=API keys').count()).toBe(0);
    });

    test('erase a person of an envelope, whose address stands in no address', async () => {
      const { id } = await world.create({ envelope: { id: 'env-erased' }, recipient: { email: 'gone@example.com' } });
      const page = await openAt('settings/retention');
      await page.fill('#erasure-envelope', 'env-erased');
      await page.fill('#erasure-email', 'gone@example.com');
      expect(await confirm(page, 'Erase')).toContain('becomes unreadable for everybody');
      await page.waitForSelector('text=Keys destroyed');
      expect(page.url()).not.toContain('gone');
      expect((await world.tenant.get(`/v1/signer-authentications/${id}`)).body).toMatchObject({ recipient: null });
    });
  });

  test('an erasure waits for a second person where the tenant wants two', async () => {
    const two = await world.service.newTenant('two');
    const page = await openAt('settings/erasures', {}, two);
    await page.waitForSelector('text=No erasure was asked for');
    await page.click('nav >> text=Retention');
    await page.check('#two-person-erasure');
    expect(await confirm(page, 'Save')).toContain('One asks for it, another one confirms it within seven days');
    await page.waitForSelector('text=Saved');
    await page.check('#retention-days');
    await page.fill('#evidence-days', '30');
    expect(await confirm(page, 'Save')).toContain('waits until another person confirms it');
    await page.waitForSelector('text=Asked for; nothing has happened yet');
    await page.click('nav >> text=Requests for erasure');
    await page.waitForSelector(
      'tr:has-text("Raw evidence is destroyed after 30 days") >> text=Another person has to confirm',
    );
    expect(await page.locator('main button:has-text("Confirm")').count()).toBe(0);

    const scopes = ['settings:read', 'audit:read', 'audit:erase'];
    const one = await two.post('/v1/api-keys', { name: 'one', scopes: [...scopes, 'keys:write'] });
    const first = world.service.caller((one.body as { key: string }).key);
    const other = await first.post('/v1/api-keys', { name: 'other', scopes });
    // Made by a key that the tenant's first one has made: still in the same hands.
    const hands = world.service.caller((other.body as { key: string }).key);
    const list = (await two.get('/v1/erasure-requests')).body as { items: { id: string }[] };
    expect((await hands.post(`/v1/erasure-requests/${list.items[0]?.id ?? ''}/confirm`)).status).toBe(403);
    expect((await first.post(`/v1/erasure-requests/${list.items[0]?.id ?? ''}/refuse`)).status).toBe(200);

    const third = await two.post('/v1/api-keys', { name: 'third', scopes });
    await first.put('/v1/retention', { evidenceDays: 60 });
    const second = world.service.caller((third.body as { key: string }).key);
    const confirming = await openAt('settings/erasures', { scopes: scopes.join(' ') }, second);
    expect(await confirm(confirming, 'Confirm')).toContain('Raw evidence is destroyed after 60 days');
    await confirming.waitForSelector('tr:has-text("after 60 days") >> text=confirmed');
    await confirming.selectOption('#filter-status', 'refused');
    await confirming.waitForURL(/status=refused/);
    await confirming.waitForSelector('tr:has-text("after 30 days")');
    expect((await two.get('/v1/retention')).body).toEqual({ evidenceDays: 60, twoPersonErasure: true });
  });

  describe('the branding', () => {
    test('is judged and pictured while it is chosen, and signers see what the picture showed', async () => {
      const page = await openAt('settings/branding');
      await page.setInputFiles('input[type=file]', { name: 'logo.png', mimeType: 'image/png', buffer: PNG });
      await page.fill('#field--colours-accent', '#ffcc00');
      await page.waitForSelector('text=is too little to be read');
      await page.click('button:has-text("Save")');
      await page.waitForSelector('#field--colours-accent-help >> text=expected a contrast');
      await page.fill('#field--colours-accent', '#7a1f5c');
      await page.waitForSelector('text=/Contrast [0-9.]+:1; 4.5:1 is needed/');
      await page.fill('#field--support-email', 'help@acme.example');
      await page.fill('#field--support-url', 'https://acme.example/help');
      await page.selectOption('#notice-language', 'de');
      await page.fill('#field--notice-de', 'Halten Sie Ihren Ausweis bereit.');
      await page.waitForSelector('.page-preview >> text=Halten Sie Ihren Ausweis bereit.');
      await page.waitForSelector('.page-preview >> text=Bestätigen Sie Ihre Identität');
      const pictured = await page.evaluate<Look>(
        lookOf(`document.querySelector('.page-preview').shadowRoot.querySelector('.page')`),
      );
      expect(pictured).toMatchObject({ button: 'rgb(122, 31, 92)' });
      await page.click('button:has-text("Save")');
      await page.waitForSelector('text=Signers see it within five seconds');
      await page.waitForSelector('.logo-shown img[src*="/branding/acme/"]');

      const { signInUrl } = await world.create({
        providers: [{ name: 'openid' }],
        envelope: { id: 'env-branded', name: 'Vertrag' },
      });
      await new Promise((resolve) => setTimeout(resolve, 5_000));
      const context = await openContext(browser(), { locale: 'de', colorScheme: 'light' });
      const signer = await context.newPage();
      await signer.goto(signInUrl);
      const seen = await signer.evaluate<Look>(lookOf('document.body'));
      expect(await signer.textContent('.tenant-notice')).toBe('Halten Sie Ihren Ausweis bereit.');
      await context.close();
      // The request in the picture has all that one can have; this one has less, in the same order.
      const left = pictured.skeleton.reduce((rest, one) => (one === rest[0] ? rest.slice(1) : rest), seen.skeleton);
      expect(left).toEqual([]);
      expect(seen.skeleton.length).toBeGreaterThan(20);
      expect(seen.button).toBe(pictured.button);
    });

    test('takes no picture that is too large or none', async () => {
      const page = await openAt('settings/branding');
      await page.setInputFiles('input[type=file]', {
        name: 'large.png',
        mimeType: 'image/png',
        buffer: Buffer.alloc(200 * 1024 + 1),
      });
      await page.waitForSelector('.pf-m-error:has-text("at most 200 KiB")');
      await page.setInputFiles('input[type=file]', {
        name: 'none.png',
        mimeType: 'image/png',
        buffer: Buffer.from('none'),
      });
      await page.click('button:has-text("Save")');
      await page.waitForSelector('text=expected a picture of type image/png');
    });
  });

  test('a configuration moves to another tenant by a file, once its secrets are entered', async () => {
    const other = await world.service.newTenant('other');
    const from = await openAt('move');
    const file = await downloadBy(from, () => from.click('button:has-text("Download the file")'));
    expect(JSON.parse(file)).toMatchObject({ format: 'countersign-configuration/1', tenant: 'acme' });
    expect(file).not.toContain('secret-of-the-client');

    const page = await openAt('move', {}, other);
    await page.setInputFiles('input[type=file]', {
      name: 'broken.json',
      mimeType: 'application/json',
      buffer: Buffer.from('{'),
    });
    await page.waitForSelector('text=This is no JSON file');
    await page.setInputFiles('input[type=file]', {
      name: 'acme.json',
      mimeType: 'application/json',
      buffer: Buffer.from(file),
    });
    await page.waitForSelector('text=Providers: openid');
    expect(await page.isDisabled('button:has-text("Apply")')).toBe(true);
    for (const input of await page.locator('input[type=password]').all()) await input.fill('secret-of-the-client');
    await page.click('button:has-text("Check with the secrets")');
    await page.waitForSelector('button:has-text("Apply"):not([disabled])');
    expect(await confirm(page, 'Apply')).toContain('2 things are made, 0 are changed');
    await page.waitForSelector('text=The file was applied');
    expect((await other.get('/v1/providers/openid')).body).toMatchObject({
      clientAuthentication: { clientSecret: { set: true } },
    });

    const changed = JSON.parse(file) as { providers: Record<string, unknown>[] };
    changed.providers = changed.providers.map((one) =>
      one['name'] === 'openid' ? { ...one, scopes: ['openid'] } : one,
    );
    await page.setInputFiles('input[type=file]', {
      name: 'changed.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify(changed)),
    });
    await page.waitForSelector('.differences >> text=$.scopes');
    expect(await page.textContent('.differences')).toContain('["openid","profile","email"]');
  });

  test('a key is shown once, rotated beside the old one, and revoked', async () => {
    const page = await openAt('api-keys/new');
    await page.fill('#field--name', 'workflow');
    await page.click('button:has-text("Make it")');
    await page.waitForSelector('text=/expected|Too small/');
    await page.check('#scope-authentications-read');
    await page.click('button:has-text("Make it")');
    await page.waitForSelector('h1:has-text("API keys")');
    const key = await page.inputValue('.pf-v6-c-alert input');
    const read = (bearer: string) =>
      fetch(`${world.tenant.url}/v1/signer-authentications?limit=1`, {
        headers: { authorization: `Bearer ${bearer}` },
      });
    expect((await read(key)).status).toBe(200);
    const row = page.locator('tr', { hasText: 'workflow' });
    await row.locator('button:has-text("Rotate")').click();
    await page.click('.pf-v6-c-modal-box__footer button:has-text("Rotate")');
    await page.waitForSelector('.pf-v6-c-modal-box', { state: 'detached' });
    const next = await page.inputValue('.pf-v6-c-alert input');
    expect(next).not.toBe(key);
    expect([(await read(key)).status, (await read(next)).status]).toEqual([200, 200]);
    await row.first().locator('button:has-text("Revoke")').click();
    await page.waitForSelector('text=Every call with this key is refused');
    await page.click('.pf-v6-c-modal-box__footer button:has-text("Revoke")');
    await page.waitForSelector('tr:has-text("workflow") >> text=revoked');
    expect([(await read(key)).status, (await read(next)).status]).toEqual([401, 200]);
    await page.selectOption('#filter-state', 'revoked');
    await page.waitForURL(/state=revoked/);
    await page.reload();
    await page.waitForSelector('tr:has-text("workflow") >> text=revoked');
    expect(await page.textContent('main')).not.toContain(next);
  });

  test('a tenant is made, bounded, suspended and resumed by the operator, and by nobody else', async () => {
    const { operator } = world.service;
    const page = await openAt('tenants/new', {}, operator);
    await page.fill('#field--name', 'no spaces');
    await page.click('button:has-text("Create tenant")');
    await page.waitForSelector('#field--name-help >> text=expected 1 to 63');
    await page.fill('#field--name', 'globex');
    await page.click('button:has-text("Create tenant")');
    await page.waitForSelector('text=First API key of the tenant');
    const key = await page.inputValue('.pf-v6-c-alert input');
    await page.click('button:has-text("I have copied it")');
    await page.waitForSelector('h2:has-text("Usage")');
    await page.fill('#field--apiKeys', 'many');
    await page.click('button:has-text("Save")');
    await page.waitForSelector('#field--apiKeys-help >> text=/expected a whole number/i');
    await page.fill('#field--apiKeys', '1');
    await page.click('button:has-text("Save")');
    await page.waitForSelector('text=Saved');
    await page.waitForSelector('.figures >> text=1 / 1');
    expect(await confirm(page, 'Suspend')).toContain('signers cannot log in');
    await page.waitForSelector('text=Suspended since');
    const globex = (path: string) => fetch(`${operator.url}${path}`, { headers: { authorization: `Bearer ${key}` } });
    expect((await globex('/v1/providers')).status).toBe(403);
    await confirm(page, 'Resume');
    await page.waitForSelector('text=Suspended since', { state: 'detached' });
    expect((await globex('/v1/providers')).status).toBe(200);
    const stranger = await openAt('tenants');
    expect(await stranger.locator('nav >> text=Tenants').count()).toBe(0);
    await stranger.waitForSelector('text=You may not see this');
  });

  describe('a list as CSV', () => {
    test('holds every page of what is filtered, with one header, and can be asked for by an e-mail address', async () => {
      for (const number of [1, 2, 3, 4, 5])
        await world.create({ envelope: { id: `env-csv-${number}` }, recipient: { email: 'csv@example.com' } });
      const page = await openAt('logins');
      const asked: URLSearchParams[] = [];
      await page.route('**/v1/signer-authentications?*', async (route) => {
        const url = new URL(route.request().url());
        if (route.request().headers()['accept'] === 'text/csv') {
          asked.push(new URLSearchParams(url.search));
          url.searchParams.set('limit', '2');
        }
        const headers = { ...(await route.request().allHeaders()), authorization: `Bearer ${world.tenant.key ?? ''}` };
        await route.fulfill({ response: await route.fetch({ url: url.href, headers }) });
      });
      const filtered = page.waitForResponse(/email=csv%40example/);
      await page.fill('#filter-email', 'csv@example.com');
      await filtered;
      await page.selectOption('#filter-sort', 'createdAt');
      await page.waitForSelector('text=env-csv-5');
      const csv = await downloadBy(page, () => page.click('button:has-text("Export CSV")'));
      const lines = csv.trimEnd().split('\r\n');
      expect(lines[0]).toMatch(/^id,/);
      const envelopes = lines.slice(1).map((line) => /env-csv-\d/.exec(line)?.[0]);
      expect(envelopes).toEqual([1, 2, 3, 4, 5].map((number) => `env-csv-${number}`));
      expect(asked.map((one) => [one.get('email'), one.get('limit')])).toEqual(
        Array(3).fill(['csv@example.com', '200']),
      );
      expect(page.url()).not.toContain('csv%40');
    });

    test('stops when somebody stops it', async () => {
      const page = await openAt('log');
      await page.waitForSelector('table');
      let release = (): void => undefined;
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      await page.route('**/v1/audit-events?*', async (route) => {
        await held;
        await route.abort();
      });
      await page.click('button:has-text("Export CSV")');
      await page.click('button:has-text("Stop")');
      await page.waitForSelector('button:has-text("Export CSV"):not([disabled])');
      expect(await page.locator('[role=alert]').count()).toBe(0);
      release();
    });

    const lists = [
      'log',
      'deliveries',
      'providers',
      'providers/openid/revisions',
      'listeners',
      'external-authentications',
    ];
    test.each([...lists, 'client-certificates', 'api-keys'])('comes from %s too', async (address) => {
      const page = await openAt(address);
      const csv = await downloadBy(page, () => page.click('button:has-text("Export CSV")'));
      expect(csv).toMatch(/^\w+(,[\w.]+)+\r\n/);
    });
  });

  describe('keys of the keyboard alone', () => {
    /** Presses Tab until an element that fits has the focus. */
    const tabTo = async (page: Page, selector: string): Promise<void> => {
      for (let presses = 0; presses < 150; presses += 1) {
        await page.keyboard.press('Tab');
        if (await page.locator(`${selector}:focus`).count()) return;
      }
      throw new Error(`Tab does not lead to ${selector}`);
    };

    test('rename the tenant', async () => {
      const page = await openAt('settings');
      await page.waitForSelector('#field--displayName');
      await tabTo(page, '#field--displayName');
      await page.keyboard.press('Control+A');
      await page.keyboard.type('Acme by keys');
      await page.keyboard.press('Enter');
      await page.waitForSelector('text=Saved');
      expect((await world.tenant.get('/v1/settings')).body).toMatchObject({ displayName: 'Acme by keys' });
    });

    test('make a key and revoke it', async () => {
      const page = await openAt('api-keys/new');
      await page.waitForSelector('#field--name');
      await tabTo(page, '#field--name');
      await page.keyboard.type('by keys');
      await tabTo(page, '#scope-audit-read');
      await page.keyboard.press('Space');
      await page.keyboard.press('Enter');
      await page.waitForSelector('text=This is shown once');
      await tabTo(page, 'tr:has-text("by keys") button:has-text("Revoke")');
      await page.keyboard.press('Enter');
      await page.waitForSelector('.pf-v6-c-modal-box');
      await tabTo(page, '.pf-v6-c-modal-box__footer button:has-text("Revoke")');
      await page.keyboard.press('Enter');
      await page.waitForSelector('tr:has-text("by keys") >> text=revoked');
    });

    test('find a login by its status and open it', async () => {
      const { signInUrl } = await world.create({ envelope: { id: 'env-keys' } });
      await world.logIn(new SignerBrowser(), signInUrl, 'openid', 'john');
      const page = await openAt('logins');
      await page.waitForSelector('table');
      await tabTo(page, '#filter-status');
      await page.keyboard.type('succ');
      await page.waitForURL(/status=succeeded/);
      await page.waitForSelector('table');
      await tabTo(page, 'table a[href*="/logins/"]');
      await page.keyboard.press('Enter');
      await page.waitForSelector('h2:has-text("Verdicts")');
    });
  });

  const addresses = [
    'settings',
    'settings/branding',
    'settings/mails',
    'settings/retention',
    'settings/erasures',
    'move',
    'api-keys',
  ];
  const looks: readonly (readonly [string, ConsoleOptions])[] = [
    ['on a desktop, light', { viewport: { width: 1280, height: 800 }, colorScheme: 'light' }],
    ['on a desktop, dark', { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' }],
    ['on a phone, light', { viewport: { width: 320, height: 640 }, colorScheme: 'light' }],
    ['on a phone, dark', { viewport: { width: 320, height: 640 }, colorScheme: 'dark' }],
    // What a desktop has room for at 200 %.
    ['at 200 %, light', { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2, colorScheme: 'light' }],
  ];

  test.each(looks)('have no barrier and no sideways scrolling %s', async (_look, options) => {
    const page = await openAt('tenants', options, world.service.operator);
    await page.waitForSelector('table a');
    const tenant = (await page.getAttribute('table a', 'href')) ?? '';
    const more = ['api-keys/new', 'tenants', 'tenants/new', tenant.replace('/console/', '')];
    for (const address of [...addresses, ...more]) {
      await page.evaluate(
        `history.pushState(null, '', '/console/${address}'); dispatchEvent(new PopStateEvent('popstate'))`,
      );
      await page.waitForSelector('h1');
      await page.waitForLoadState('networkidle');
      const sideways = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
      const violations = await accessibilityViolations(page);
      expect({ address, sideways, violations }).toEqual({ address, sideways: 0, violations: [] });
    }
  });
});
