import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BrowserContext, Page } from 'playwright-core';
import { accessibilityViolations, chromiumIsInstalled, openContext } from '../support/chromium.js';
import { type SharedBrowser, sharedChromium } from '../support/jest/shared-browser.js';
import { LoginWorld, RETURN_URL, type SharedLoginWorld } from './world.js';

const inChromium = chromiumIsInstalled() ? describe : describe.skip;

inChromium('a signer with a real browser', () => {
  let world: SharedLoginWorld;
  let browser: SharedBrowser;
  let context: BrowserContext;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    world = await LoginWorld.sharing();
    browser = await sharedChromium();
    context = await openContext(browser, { viewport: { width: 360, height: 740 }, locale: 'de-AT' });
    page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('Failed to load resource'))
        complaints.push(message.text());
    });
  });

  afterAll(async () => {
    await browser.close();
    await world.close();
  });

  it('fails at one provider, tries the other, and arrives at the return URL with a handback that the workflow redeems', async () => {
    const { id, signInUrl } = await world.create({
      envelope: { id: 'env-walk', name: 'Kreditvertrag' },
      maxAttempts: 3,
    });

    await page.goto(signInUrl);
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
    expect(await page.textContent('main')).toContain('Kreditvertrag');
    expect(await page.textContent('main')).not.toContain('john@example.com');
    expect(await accessibilityViolations(page)).toEqual([]);

    await page.click('button[name=provider][value=openid]');
    await page.waitForURL((url) => url.origin === new URL(world.openId.issuer).origin);
    await page.click('#account-mallory');
    await page.waitForURL(new RegExp(`/callback/${world.tenantName}/openid`));
    expect(await page.textContent('h1')).not.toBe('');
    expect(await accessibilityViolations(page)).toEqual([]);
    expect((await world.read(id)).failedAttempts).toBe(1);

    await page.click('main a[href^="/sign-in/"]');
    await page.waitForURL(signInUrl);
    await page.click('button[name=provider][value=oauth]');
    await page.click('#account-john');
    await page.waitForURL((url) => url.href.startsWith(RETURN_URL));

    const arrived = new URL(page.url());
    expect(arrived.searchParams.get('status')).toBe('succeeded');
    const redeemed = await world.tenant.post(`/v1/signer-authentications/${id}/handback`, {
      code: arrived.searchParams.get('handback'),
    });
    expect(redeemed.body).toMatchObject({
      status: 'succeeded',
      provider: 'oauth',
      updates: { 'recipient.lastName': { after: 'Doe-Smith' } },
    });
    expect(complaints).toEqual([]);
  });

  it('finds out on the link itself that it is done, whether it goes back or reloads', async () => {
    const { signInUrl } = await world.create({ envelope: { id: 'env-back' }, returnUrl: null });
    await page.goto(signInUrl);
    await page.click('button[name=provider][value=oauth]');
    await page.click('#account-john');
    await page.waitForURL(new RegExp(`/callback/${world.tenantName}/oauth`));
    expect(await accessibilityViolations(page)).toEqual([]);
    expect(await page.textContent('h1')).toBe('Ihre Identität ist bestätigt');
    // The attempt has ended and its cookie is gone: the address alone proves nobody.
    await page.reload();
    expect(await page.textContent('h1')).toBe('Ihre Anmeldung wurde bereits geprüft');
    await page.goto(signInUrl);
    expect(await accessibilityViolations(page)).toEqual([]);
    expect(await page.locator('button[name=provider]').count()).toBe(0);
  });
});
