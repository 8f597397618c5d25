import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Answer } from '../support/http/answer.js';
import { answeringListener } from '../support/http/answering-listener.js';
import { html, redirect } from '../support/http/answers.js';
import { type LoopbackServer, startLoopbackServer } from '../support/http/loopback-server.js';
import type { ReceivedRequest } from '../support/http/received-request.js';
import { SignerBrowser } from '../support/signer-browser.js';

type Handler = (request: ReceivedRequest) => Answer;

describe("the signer's browser", () => {
  let service: LoopbackServer;
  let provider: LoopbackServer;
  let onService: Handler;
  let onProvider: Handler;
  let received: ReceivedRequest[];
  let browser: SignerBrowser;

  beforeAll(async () => {
    const listener = (handler: () => Handler) =>
      answeringListener((request) => {
        received.push(request);
        return handler()(request);
      });
    // Different host names, so different sites.
    service = await startLoopbackServer(
      listener(() => onService),
      { hostname: 'localhost' },
    );
    provider = await startLoopbackServer(listener(() => onProvider));
  });

  beforeEach(() => {
    received = [];
    onService = () => html('<title>Service</title><p>hello</p>');
    onProvider = () => html('<title>Provider</title>');
    browser = new SignerBrowser({ language: 'de' });
  });

  afterAll(async () => {
    await Promise.all([service.close(), provider.close()]);
  });

  const form = (action: string, method = 'post'): string =>
    `<form method="${method}" action="${action}"><input type="hidden" name="a" value="1"><input name="b" id="b">
     <input type="checkbox" name="c"><select name="d"><option value="x">X</option></select>
     <button id="go" name="provider" value="one">Go</button><button name="provider" value="two">No</button></form>`;

  const last = (): ReceivedRequest => received.at(-1)!;

  it('opens an address like one from an e-mail', async () => {
    const page = await browser.open(`${service.origin}/sign-in/t`);
    expect([page.status, page.title, page.text]).toEqual([200, 'Service', 'hello']);
    expect(last().headers).toMatchObject({
      'sec-fetch-site': 'none',
      'sec-fetch-mode': 'navigate',
      'accept-language': 'de',
    });
    expect(last().headers).not.toHaveProperty('origin');
    expect(last().headers).not.toHaveProperty('referer');
  });

  it('submits a form with its fields and the button that was pressed', async () => {
    onService = () => html(form('/go'));
    await browser.open(service.origin);
    browser.page.fill('#b', 'ä & b');
    await browser.click('#go');
    expect([last().method, last().path, Object.fromEntries(last().form)]).toEqual([
      'POST',
      '/go',
      { a: '1', b: 'ä & b', d: 'x', provider: 'one' },
    ]);
    expect(last().headers).toMatchObject({ origin: service.origin, 'sec-fetch-site': 'same-origin' });
  });

  it('puts the fields of a GET form into the address', async () => {
    onService = () => html(form('/go?old=1', 'get'));
    await browser.open(service.origin);
    expect((await browser.click('#go')).url.search).toBe('?a=1&b=&d=x&provider=one');
  });

  it('says cross-site, with the origin, when another site posts a form', async () => {
    await browser.post(`${service.origin}/sign-in/t`, { provider: 'one' }, 'http://evil.example/page');
    expect(last().headers).toMatchObject({ origin: 'http://evil.example', 'sec-fetch-site': 'cross-site' });
  });

  it.each([
    { policy: 'no-referrer', origin: 'null', referer: undefined },
    { policy: 'same-origin', origin: 'SERVICE', referer: 'SERVICE/page?q=1' },
    { policy: '', origin: 'SERVICE', referer: 'SERVICE/page?q=1' },
  ])('honours Referrer-Policy "$policy" when posting to its own origin', async ({ policy, origin, referer }) => {
    onService = () => ({ ...html(form('/go')), headers: { 'content-type': 'text/html', 'referrer-policy': policy } });
    await browser.open(`${service.origin}/page?q=1`);
    await browser.click('#go');
    expect(last().headers.origin).toBe(origin.replace('SERVICE', service.origin));
    expect(last().headers.referer).toBe(referer?.replace('SERVICE', service.origin));
  });

  it('follows redirects over both sites as GET, keeps them as visits and stays cross-site', async () => {
    onService = ({ path }) => {
      if (path === '/start') return html(form('/go'));
      return path === '/go' ? redirect(`${provider.origin}/authorize`) : html('<title>Back</title>');
    };
    onProvider = () => redirect(`${service.origin}/callback?code=1`);
    await browser.open(`${service.origin}/start`);
    const page = await browser.click('#go');
    expect(page.title).toBe('Back');
    expect(page.visits.map(({ method, status, url }) => `${method} ${status} ${url.pathname}`)).toEqual([
      'POST 303 /go',
      'GET 303 /authorize',
      'GET 200 /callback',
    ]);
    expect(last().headers['sec-fetch-site']).toBe('cross-site');
  });

  it('gives up on redirects in a circle', async () => {
    onService = () => redirect('/again');
    await expect(browser.open(service.origin)).rejects.toThrow('More than 20 redirects');
  });

  it('shows an address outside the machine without fetching it', async () => {
    onService = () => redirect('https://workflow.example/after?status=succeeded');
    const page = await browser.open(service.origin);
    expect([page.status, page.url.href]).toEqual([null, 'https://workflow.example/after?status=succeeded']);
  });

  it('submits a page that submits itself', async () => {
    onProvider = () => html(`${form(`${service.origin}/callback`)}<script>document.forms[0].submit()</script>`);
    const page = await browser.open(provider.origin);
    expect([page.url.pathname, last().method, last().headers['sec-fetch-site']]).toEqual([
      '/callback',
      'POST',
      'cross-site',
    ]);
    expect(last().form.has('provider')).toBe(false);
  });

  describe('with cookies', () => {
    const cookiesOf = (request: ReceivedRequest): string => request.headers.cookie ?? '';

    async function setCookies(...values: string[]): Promise<void> {
      onService = ({ path }) => ({
        ...html(form('/go')),
        headers: { 'content-type': 'text/html', ...(path === '/set' ? { 'set-cookie': values } : {}) },
      });
      await browser.open(`${service.origin}/set`);
    }

    it('sends Strict only from its own site, Lax on safe navigations too, None always', async () => {
      await setCookies('strict=1; SameSite=Strict', 'lax=1; SameSite=Lax', 'none=1; SameSite=None; Secure', 'plain=1');
      await browser.open(`${service.origin}/typed`);
      expect(cookiesOf(last())).toBe('strict=1; lax=1; none=1; plain=1');
      onProvider = () => html(`<a href="${service.origin}/linked">back</a>${form(`${service.origin}/posted`)}`);
      await browser.open(provider.origin);
      await browser.click('a');
      expect(cookiesOf(last())).toBe('lax=1; none=1; plain=1');
      await browser.open(provider.origin);
      await browser.click('#go');
      expect(cookiesOf(last())).toBe('none=1');
    });

    it('keeps them from other host names and paths', async () => {
      await setCookies('here=1; Path=/sign-in');
      await browser.open(`${service.origin}/callback`);
      expect(cookiesOf(last())).toBe('');
      await browser.open(provider.origin);
      expect(cookiesOf(last())).toBe('');
      expect(await browser.cookies.valuesFor(`${service.origin}/sign-in/t`)).toEqual({ here: '1' });
    });

    it('accepts a __Host- cookie with Secure on localhost, and refuses what browsers refuse', async () => {
      await setCookies('__Host-a=1; Secure; Path=/', '__Host-b=1; Path=/', 'c=1; SameSite=None');
      expect(await browser.cookies.valuesFor(service.origin)).toEqual({ '__Host-a': '1' });
      expect(browser.cookies.refused).toEqual([expect.stringContaining('__Host-b'), expect.stringContaining('c')]);
    });

    it('forgets a cookie that is expired by the server', async () => {
      await setCookies('gone=1', 'gone=; Max-Age=0');
      expect(await browser.cookies.all()).toEqual([]);
    });
  });
});
