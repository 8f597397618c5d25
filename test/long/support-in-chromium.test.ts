import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accessibilityViolations, chromiumIsInstalled, openContext } from '../support/chromium.js';
import { type SharedBrowser, sharedChromium } from '../support/jest/shared-browser.js';
import { type OpenIdProvider, startOpenIdProvider } from '../support/openid-provider.js';

const REDIRECT_URI = 'https://sign.example/callback/default/test';

(chromiumIsInstalled() ? describe : describe.skip)('a real browser', () => {
  let provider: OpenIdProvider;
  let browser: SharedBrowser;

  beforeAll(async () => {
    provider = await startOpenIdProvider({
      clients: [{ client_id: 'sign', client_secret: 'secret', redirect_uris: [REDIRECT_URI] }],
      accounts: [{ id: 'john', label: 'John Doe', claims: {} }],
      requirePkce: false,
    });
    browser = await sharedChromium();
  });

  afterAll(async () => {
    await browser.close();
    await provider.close();
  });

  const authorizationUrl = (): string => {
    const parameters = { client_id: 'sign', redirect_uri: REDIRECT_URI, response_type: 'code', scope: 'openid' };
    return `${provider.issuer}/authorize?${new URLSearchParams(parameters).toString()}`;
  };

  it.each([
    { way: 'its button', press: '#account-john', type: undefined, found: 'code' },
    { way: 'its user name and the Enter key', press: undefined, type: 'john', found: 'code' },
    { way: 'declining', press: '#decline', type: undefined, found: 'error' },
  ])('passes the login page of the OpenID provider by $way', async ({ press, type, found }) => {
    const context = await openContext(browser);
    const page = await context.newPage();
    await page.goto(authorizationUrl());
    if (press !== undefined) await page.click(press);
    if (type !== undefined) {
      await page.fill('#username', type);
      await page.press('#username', 'Enter');
    }
    await page.waitForURL(/^https:\/\/sign\.example\//);
    expect([await page.title(), new URL(page.url()).searchParams.has(found)]).toEqual(['Outside', true]);
    await context.close();
  });

  it('finds nothing inaccessible in the login page, and finds what is', async () => {
    const context = await openContext(browser);
    const page = await context.newPage();
    await page.goto(authorizationUrl());
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.setContent('<html lang="en"><title>Bad</title><main><h1>Bad</h1><img src="data:,"></main></html>');
    expect(await accessibilityViolations(page)).toMatchObject([{ rule: 'image-alt', elements: ['img'] }]);
    await context.close();
  });
});
