import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type BrowserContext, chromium, type Page } from 'playwright-core';

const TOKEN = 'a-token-of-the-benchmark';

/** Chromium on one page of the console, signed in as somebody who may do what an API key may. */
export interface ConsoleBrowser {
  readonly page: Page;
  /** Where the browser finds the service: requests of the API get the key on their way. */
  readonly origin: string;
  close(): Promise<void>;
}

/**
 * Hands requests on, those of the API with the key in place of the token. It stands where a reverse proxy would and costs under a
 * millisecond; the interception of the browser's driver would take each request through two more processes.
 */
async function startKeyProxy(service: URL, apiKey: string): Promise<Server> {
  const proxy = createServer((incoming, answer) => {
    const { dpop: _proof, ...headers } = incoming.headers;
    if (incoming.url?.startsWith('/v1/') === true) headers.authorization = `Bearer ${apiKey}`;
    const { hostname: host, port } = service;
    const handed = request({ host, port, method: incoming.method, path: incoming.url, headers }, (answered) => {
      answer.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.pipe(answer);
    });
    handed.on('error', () => answer.destroy());
    incoming.pipe(handed);
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return proxy;
}

/** Stands in for the authorization server, whose part is measured elsewhere. */
async function signIn(context: BrowserContext, origin: string, scope: string): Promise<void> {
  await context.route('**/oauth/auth?*', (route) => {
    const asked = new URL(route.request().url()).searchParams;
    const answer = { code: 'a-code', state: asked.get('state') ?? '', iss: `${origin}/oauth` };
    const back = `${asked.get('redirect_uri') ?? ''}?${new URLSearchParams(answer).toString()}`;
    return route.fulfill({ status: 303, headers: { location: back } });
  });
  await context.route('**/oauth/token', (route) =>
    route.fulfill({ json: { access_token: TOKEN, token_type: 'DPoP', expires_in: 3600, scope } }),
  );
}

export async function openConsoleBrowser(service: string, apiKey: string, scope: string): Promise<ConsoleBrowser> {
  const proxy = await startKeyProxy(new URL(service), apiKey);
  const origin = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  const context = await browser.newContext({ locale: 'en', viewport: { width: 1280, height: 900 } });
  await signIn(context, origin, scope);
  const page = await context.newPage();
  const close = async (): Promise<void> => {
    await browser.close();
    proxy.close();
    proxy.closeAllConnections();
  };
  return { page, origin, close };
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
