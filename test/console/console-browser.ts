import { createHash } from 'node:crypto';
import { calculateJwkThumbprint, decodeProtectedHeader, importJWK, type JWK, jwtVerify } from 'jose';
import type { Browser, BrowserContextOptions, Page, Route } from 'playwright-core';
import { openContext } from '../support/chromium.js';
import type { ApiClient } from '../support/service/api-client.js';

/** What the console showed of how it signs in, and of what went wrong in it. */
export interface ConsolePage {
  readonly page: Page;
  /** Violations of the Content-Security-Policy, faults in the console's code, requests to other hosts: MUST stay empty. */
  readonly faults: readonly string[];
  /** Thumbprints of the keys that proofs were made with. */
  readonly keys: ReadonlySet<string>;
  close(): Promise<void>;
}

export interface ConsoleOptions extends BrowserContextOptions {
  /** What the person may do, separated by spaces; the API still goes by the key. Default: what the keys of the tenant may. */
  readonly scopes?: string;
}

const TOKEN = 'a-token-of-the-test';

/** Verifies a DPoP proof as RFC 9449 §4.3 asks. @returns the key's thumbprint */
async function verifyProof(route: Route, accessToken: string | null): Promise<string> {
  const request = route.request();
  const proof = (await request.headerValue('dpop')) ?? '';
  const { jwk } = decodeProtectedHeader(proof);
  const { payload } = await jwtVerify(proof, await importJWK(jwk as JWK, 'ES256'), {
    typ: 'dpop+jwt',
    maxTokenAge: 60,
  });
  const url = new URL(request.url());
  const ath = accessToken === null ? undefined : createHash('sha256').update(accessToken).digest('base64url');
  if (
    payload['htm'] !== request.method() ||
    payload['htu'] !== `${url.origin}${url.pathname}` ||
    payload['ath'] !== ath
  )
    throw new Error(`A proof is of another request: ${JSON.stringify(payload)}`);
  return calculateJwkThumbprint(jwk as JWK);
}

/**
 * Opens the console as somebody who is signed in with the scopes of an API key. The authorization server is stood in for: what the
 * console asks of it is held to the specifications, and requests of the API go on with the key in place of the token.
 */
export async function openConsole(
  browser: Pick<Browser, 'newContext'>,
  api: ApiClient,
  address = '/console/',
  { scopes, ...options }: ConsoleOptions = {},
): Promise<ConsolePage> {
  const context = await openContext(browser, { locale: 'en', ...options });
  const page = await context.newPage();
  const faults: string[] = [];
  const keys = new Set<string>();
  let challenge = '';
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (/Content Security Policy|Trusted ?Type/i.test(message.text())) faults.push(message.text());
  });
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== api.url && !request.url().startsWith('blob:'))
      faults.push(`request: ${request.url()}`);
  });
  // Of the context: a sign-in in another tab is one of the same person.
  await context.route('**/oauth/auth?*', async (route) => {
    const asked = new URL(route.request().url()).searchParams;
    challenge = asked.get('code_challenge') ?? '';
    const back = new URL(asked.get('redirect_uri') ?? '');
    back.search = new URLSearchParams({
      code: 'a-code',
      state: asked.get('state') ?? '',
      iss: `${api.url}/oauth`,
    }).toString();
    await route.fulfill({ status: 303, headers: { location: back.href } });
  });
  await context.route('**/oauth/token', async (route) => {
    keys.add(await verifyProof(route, null));
    const form = new URLSearchParams(route.request().postData() ?? '');
    const verified =
      createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url') === challenge;
    if (!verified) throw new Error('The code verifier is not the one of the challenge');
    await route.fulfill({
      json: { access_token: TOKEN, token_type: 'DPoP', expires_in: 900, scope: scopes ?? (await scopesOf(api)) },
    });
  });
  await context.route('**/v1/**', async (route) => {
    const headers = await route.request().allHeaders();
    if (headers['authorization'] === `DPoP ${TOKEN}`) {
      keys.add(await verifyProof(route, TOKEN));
      delete headers['dpop'];
      headers['authorization'] = `Bearer ${api.key ?? ''}`;
    }
    await route.continue({ headers });
  });
  await page.goto(`${api.url}${address}`);
  await page.waitForSelector('h1');
  return { page, faults, keys, close: () => context.close() };
}

/** Those of the key: whoever has made it may do what it may. */
async function scopesOf(api: ApiClient): Promise<string> {
  const { body } = await api.get('/v1/api-keys');
  const { items } = body as { items: readonly { scopes: readonly string[] }[] };
  return [...new Set(items.flatMap(({ scopes }) => scopes))].join(' ');
}
