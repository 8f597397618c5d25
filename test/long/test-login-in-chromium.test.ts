import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LoginWorld, type SharedLoginWorld } from '../signer-authentications/world.js';
import { accessibilityViolations, chromiumIsInstalled, openContext } from '../support/chromium.js';
import { type SharedBrowser, sharedChromium } from '../support/jest/shared-browser.js';

(chromiumIsInstalled() ? describe : describe.skip)('a test login in a real browser', () => {
  let world: SharedLoginWorld;
  let browser: SharedBrowser;

  beforeAll(async () => {
    world = await LoginWorld.sharing();
    browser = await sharedChromium();
  });

  afterAll(async () => {
    await browser.close();
    await world.close();
  });

  it('walks from our page to the provider and back, with pages that everybody can use', async () => {
    const created = await world.tenant.post('/v1/providers/openid/test-logins', {});
    const { id, url } = created.body as { id: string; url: string };
    const context = await openContext(browser);
    const page = await context.newPage();

    await page.goto(url);
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.click('button[name=provider]');
    await page.click('#account-john');
    await page.waitForURL((at) => at.pathname === `/test-logins/${id}/result`);
    expect(await page.textContent('h1')).toBe('The report is ready');
    expect(await accessibilityViolations(page)).toEqual([]);
    await context.close();

    const { body } = await world.tenant.get(`/v1/providers/openid/test-logins/${id}`);
    expect(body).toMatchObject({ status: 'succeeded' });
  });
});
