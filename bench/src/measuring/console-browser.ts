import { type BrowserContext, chromium, type Page } from 'playwright-core';

const TOKEN = 'a-token-of-the-benchmark';

/** Chromium on one page of the console, signed in as somebody who may do what an API key may. */
export interface ConsoleBrowser {
  readonly page: Page;
  close(): Promise<void>;
}

/** Stands in for the authorization server, whose part is measured elsewhere: requests of the API go on with the key. */
async function signIn(context: BrowserContext, origin: string, apiKey: string, scope: string): Promise<void> {
  await context.route('**/oauth/auth?*', (route) => {
    const asked = new URL(route.request().url()).searchParams;
    const answer = { code: 'a-code', state: asked.get('state') ?? '', iss: `${origin}/oauth` };
    const back = `${asked.get('redirect_uri') ?? ''}?${new URLSearchParams(answer).toString()}`;
    return route.fulfill({ status: 303, headers: { location: back } });
  });
  await context.route('**/oauth/token', (route) =>
    route.fulfill({ json: { access_token: TOKEN, token_type: 'DPoP', expires_in: 3600, scope } }),
  );
  await context.route('**/v1/**', async (route) => {
    const { dpop: _proof, ...headers } = await route.request().allHeaders();
    await route.continue({ headers: { ...headers, authorization: `Bearer ${apiKey}` } });
  });
}

export async function openConsoleBrowser(origin: string, apiKey: string, scope: string): Promise<ConsoleBrowser> {
  const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  const context = await browser.newContext({ locale: 'en', viewport: { width: 1280, height: 900 } });
  await signIn(context, origin, apiKey, scope);
  const page = await context.newPage();
  return { page, close: () => browser.close() };
}

/**
 * Does something on the page and waits until what it leads to was painted: measured in the page, from the event to the frame after.
 *
 * @param act an expression of the page, e.g. a click
 * @param until an expression that is true when the content is there
 * @returns milliseconds
 */
export function timeToPaint(page: Page, act: string, until: string): Promise<number> {
  return page.evaluate<number>(`new Promise((resolve, reject) => {
    const startedAt = performance.now();
    ${act};
    const look = () => {
      if (${until}) requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - startedAt)));
      else if (performance.now() - startedAt > 60000) reject(new Error('Nothing was painted within a minute'));
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  })`);
}
