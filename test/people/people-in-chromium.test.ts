import { mkdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { accessibilityViolations, chromiumIsInstalled, launchChromium, openContext } from '../support/chromium.js';
import { codeOf, linkOf } from '../support/mail-server.js';
import { PeopleWorld } from './world.js';

/** Where screenshots go; unset: nowhere. */
const pictures = process.env['PICTURES'];

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

  async function look(page: Page, name: string): Promise<void> {
    expect([name, await accessibilityViolations(page)]).toEqual([name, []]);
    if (pictures === undefined) return;
    mkdirSync(pictures, { recursive: true });
    await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
  }

  test('a user gets from the mail to a login and out again without any script, and hears of the end by mail', async () => {
    const { user, mail } = await world.invited();
    const context = await openContext(browser, { javaScriptEnabled: true, viewport: { width: 390, height: 760 } });
    const page = await context.newPage();
    const refused: string[] = [];
    page.on('console', (line) => {
      if (line.type() === 'error') refused.push(line.text());
    });
    await page.goto(linkOf(mail));
    await look(page, 'ask-for-code');
    await page.click('form button');
    await look(page, 'enter-code');
    await page.fill('#code', '11111111');
    await page.click('form button');
    await look(page, 'code-wrong');
    await page.fill('#code', codeOf(await world.mail.mailTo(user.email, 2)));
    await page.click('form button');
    await look(page, 'log-in-at-provider');
    await page.click('button[name=provider]');
    await page.click('#account-ada');
    await page.waitForURL(/\/bindings\/[0-9a-f-]{36}\/result$/);
    await look(page, 'result');
    expect(await page.textContent('h1')).toBe('Your login is set up');
    await page.goto(linkOf(mail));
    await look(page, 'link-ended');

    expect((await world.tenant.delete(`/v1/users/${user.id}/bindings/staff`)).status).toBe(204);
    expect((await world.mail.mailTo(user.email, 3)).subject).toBe('acme: staff has been removed from your account');
    // Answers of 410 and 422 are told as errors too.
    expect(refused.filter((line) => /Content Security Policy/.test(line))).toEqual([]);
    await context.close();
  });

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
    if (pictures !== undefined) await page.screenshot({ path: `${pictures}/password.png`, fullPage: true });
    await page.fill('#password', 'a few unrelated words in a row');
    await page.click('form button');
    await page.waitForURL(/\/result$/);
    expect(await world.read(user.id)).toMatchObject({ status: 'active', provider: null });
    if (pictures !== undefined)
      for (const [index, { html, subject }] of world.mail.received.entries()) {
        await page.setContent(html);
        await page.screenshot({
          path: `${pictures}/mail-${index}-${subject.replace(/[^a-z]+/gi, '-')}.png`,
          fullPage: true,
        });
      }
    await context.close();
  });
});
