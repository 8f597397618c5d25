import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { LoginWorld } from '../signer-authentications/world.js';
import { chromiumIsInstalled } from '../support/chromium.js';
import { allOrOneOf, everyNth } from '../support/range.js';
import { untilInLog } from '../support/service/until-in-log.js';
import { SignerBrowser } from '../support/signer-browser.js';
import { expectUsable, looks } from './looks.js';
import { openedConsoles } from './opened-consoles.js';

(chromiumIsInstalled() ? describe : describe.skip)('the console in a real browser', () => {
  let world: LoginWorld;
  /** Where the test before has ended the next one goes on: to open the console costs more than most of what is done there. */
  const { openAt, opened } = openedConsoles(() => world.tenant, 'after all');
  let page: Page;

  beforeAll(async () => {
    world = await LoginWorld.start();
  });
  afterAll(() => world.close());

  test('signs in with PKCE and proofs of one key that nobody can read, and keeps no token where a script finds it', async () => {
    page = await openAt('/console/');
    await page.waitForSelector('h1:has-text("Overview")');
    await page.waitForLoadState('networkidle');
    expect(opened()?.keys.size).toBe(1);
    const stored = await page.evaluate<string>(
      'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])',
    );
    expect(stored).not.toContain('token');
    expect(page.url()).toBe(`${world.tenant.url}/console/`);
    expect(await page.locator('input').count()).toBe(0);
  });

  test('fetches the files of a screen, but none of its data, when somebody points at its link', async () => {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    // The page was idle before: that it is says nothing of what pointing has begun.
    await Promise.all([
      page.waitForResponse(/\/assets\/deliveries-.*\.js$/),
      page.waitForResponse(/\/assets\/labels-en-deliveries-.*\.js$/),
      page.hover('nav a[href="/console/deliveries"]'),
    ]);
    await page.waitForLoadState('networkidle');
    expect(asked).toContainEqual(expect.stringMatching(/^\/console\/assets\/deliveries-.*\.js$/));
    expect(asked).toContainEqual(expect.stringMatching(/^\/console\/assets\/labels-en-deliveries-.*\.js$/));
    expect(asked.filter((path) => path === '/v1/deliveries')).toEqual([]);
  });

  test('comes back to where somebody wanted to go, with the filters of the address', async () => {
    page = await openAt('/console/logins?status=failed');
    await page.waitForSelector('h1:has-text("Signer authentications")');
    expect(await page.inputValue('#filter-status')).toBe('failed');
  });

  test('connects a provider from a template, logs in, and makes a mapping of a claim that was clicked', async () => {
    page = await openAt('/console/providers/openid');
    await page.fill('#recipient-email', 'john@example.com');
    await page.click('button:has-text("Prepare a test login")');
    const [login] = await Promise.all([page.waitForEvent('popup'), page.click('a:has-text("Log in (new tab)")')]);
    // The console is there already, waiting.
    await page.waitForSelector('text=Waiting for the login');
    await login.click('button[name=provider]');
    await login.click('#account-john');
    await login.waitForURL(/result$/);
    await page.waitForSelector('h2:has-text("Claims")');
    await page.click('button[aria-label="Map family_name"]');
    expect(await page.inputValue('#map-target')).toBe('recipient.lastName');
    await page.waitForSelector('.pf-v6-c-modal-box table');
    await page.click('button:has-text("Save the mapping")');
    await page.waitForSelector('h2:text-is("Mappings")');
    const { body } = await world.tenant.get('/v1/providers/openid');
    expect(JSON.stringify(body)).toContain(
      '"path":"family_name","action":"validate","target":"recipient.lastName","compare":"name"',
    );
  });

  test('opens a provider at the field of the setting that was chosen', async () => {
    await page.click('a[href*="edit?at="][href$="mappings%5B0%5D"]');
    await page.waitForSelector('#field--idToken-mappings-0-path:focus');
    expect(page.url()).toContain('/edit?at=');
  });

  test('shows a fault of a provider at its field and in the JSON, and keeps what was typed', async () => {
    await page.waitForSelector('.cm-content');
    // What is stored and never shown again is no fault of whoever edits the rest.
    await page.fill('#field--clientId', '');
    await page.waitForSelector('.faults >> text=$.clientId');
    expect(await page.locator('.faults li').allTextContents()).toEqual(['$.clientId is required']);
    await page.fill('#field--clientId', 'sign');
    await page.fill('#field--issuer', 'http//wrong');
    await page.click('button:has-text("Save")');
    await page.waitForSelector('.faults >> text=$.issuer');
    await page.waitForSelector('#field--issuer:focus');
    expect(await page.inputValue('#field--issuer')).toBe('http//wrong');
  });

  describe('the verification of a trail', () => {
    const envelope = 'env-verified';
    beforeAll(async () => {
      const { body } = await world.tenant.post('/v1/signer-authentications', {
        envelope: { id: envelope, name: 'Loan contract' },
        workstep: { id: 'ws-1' },
        recipient: { email: 'john@example.com', firstName: 'John', lastName: 'Dough' },
        providers: [{ name: 'openid' }],
      });
      const signer = new SignerBrowser();
      await signer.open((body as { signInUrl: string }).signInUrl);
      await signer.click('button[name=provider]');
      await signer.click('#account-john');
      await signer.close();
      await untilInLog(world.tenant, envelope);
    });

    test('says what it has proved and what it has not, on the first visit and on the next', async () => {
      page = await openAt(`/console/trail/${envelope}`);
      await page.click('button:has-text("Verify")');
      await page.waitForSelector('text=Everything that was verified is true');
      const first = (await page.textContent('main')) ?? '';
      for (const said of [
        'in the signed log',
        'follow one another without gaps',
        'own cryptography',
        'no earlier checkpoint',
      ])
        expect(first).toContain(said);
      await page.reload();
      await page.click('button:has-text("Verify")');
      await page.waitForSelector('text=that the log had promised on');
    });

    test('verifies a package that was dropped, with code of the verifier and without sending it', async () => {
      const { key } = world.tenant;
      const evidence = await fetch(`${world.tenant.url}/v1/envelopes/${envelope}/evidence`, {
        headers: { authorization: `Bearer ${key ?? ''}` },
      });
      const whole = Buffer.from(await evidence.arrayBuffer());
      const keys = await (await fetch(`${world.tenant.url}/v1/audit/key`)).text();
      await page.click('nav a[href="/console/trail"]');
      await page.fill('#package-keys', keys);
      await page.setInputFiles('input[type=file]', { name: 'whole.zip', mimeType: 'application/zip', buffer: whole });
      await page.waitForSelector('text=Everything that was verified is true');
      expect(await page.textContent('main')).toContain('numbered without gaps');
      expect(page.url()).toBe(`${world.tenant.url}/console/trail`);
    });

    /** What is changed, in which answer, how, and what the screen has to say. */
    const lies: readonly (readonly [string, string, (text: string) => string, string])[] = [
      [
        'a value of an event',
        'audit-trail',
        (text: string) => text.replace('"ws-1"', '"ws-2"'),
        'event 1 has another content',
      ],
      ['an event', 'audit-trail', (text: string) => text.replace('"sequence":2', '"sequence":3'), 'event 2'],
      [
        'the closing count',
        'audit-trail',
        (text: string) => text.replace(/"count":(\d+)/, '"count":1$1'),
        'closing count',
      ],
      [
        'the envelope',
        'audit-trail',
        (text: string) => text.replace('"stream":"envelope:', '"stream":"envelope:0'),
        'stream',
      ],
      [
        'an inclusion proof',
        'proofs/inclusion',
        (text: string) => text.replace(/"proof":\["./, '"proof":["/'),
        'inclusion proof',
      ],
      ['the signature', 'audit/checkpoint', (text: string) => text.replace(/(— \S+ .{12})./, '$1/'), 'signature'],
    ];

    test.each(allOrOneOf(lies, 0))(
      'names the lie when a byte of %s was changed',
      async (_what, part, change, named) => {
        page = await openAt('/console/trail');
        await page.route(`**/${part}*`, async (route) => {
          const headers = {
            ...(await route.request().allHeaders()),
            authorization: `Bearer ${world.tenant.key ?? ''}`,
          };
          const answer = await route.fetch({ headers });
          await route.fulfill({ response: answer, body: change(await answer.text()) });
        });
        await page.fill('#envelope', envelope);
        await page.click('button:has-text("Open")');
        await page.click('button:has-text("Verify")');
        await page.waitForSelector('text=Something here is not true');
        expect(await page.textContent('main')).toContain(named);
      },
    );
  });

  test.each(allOrOneOf(looks, 3))(
    'has every screen without a barrier and without sideways scrolling %s',
    async (look, options) => {
      page = await openAt('/console/', options);
      const addresses = ['', 'logins', 'trail', 'log', 'deliveries', 'providers', 'providers/new', 'providers/openid'];
      addresses.push('providers/openid/edit', 'providers/openid/revisions', 'listeners', 'listeners/new');
      addresses.push('external-authentications', 'client-certificates', 'trail/env-verified');
      await expectUsable(page, everyNth(addresses, 8), look);
    },
  );
});
