import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LoginWorld, RETURN_URL } from '../signer-authentications/world.js';
import { createCertificateAuthority } from '../support/certificates.js';
import { chromiumIsInstalled, openContext } from '../support/chromium.js';
import { type SharedBrowser, sharedChromium } from '../support/jest/shared-browser.js';
import { type PathProxy, startPathProxy } from '../support/path-proxy.js';
import { isLongRun } from '../support/range.js';
import { SignerBrowser } from '../support/signer-browser.js';

let proxy: PathProxy;
let authority: string;
/** Two deployments below one host, behind one proxy. */
let first: LoginWorld;
let second: LoginWorld;

async function deploy(path: string): Promise<LoginWorld> {
  const world = await LoginWorld.start({ PUBLIC_URL: `${proxy.origin}${path}` });
  proxy.publish(path, world.service.settings.PORT);
  return world;
}

beforeAll(async () => {
  const ca = await createCertificateAuthority();
  authority = ca.certificate;
  proxy = await startPathProxy(await ca.issueServer());
  first = await deploy('/esign');
  second = await deploy('/staging');
});
afterAll(async () => {
  await first.close();
  await second.close();
  await proxy.close();
});

const openBrowser = () => new SignerBrowser({ certificateAuthorities: [authority] });
const statusOf = (url: URL): string | null => url.searchParams.get('status');

describe('a service below a path of its host', () => {
  it('lets a signer fail, try again and arrive, each step below the path', async () => {
    const browser = openBrowser();
    const { id, signInUrl } = await first.create({ envelope: { id: 'env-path' }, maxAttempts: 3 });
    expect(signInUrl).toMatch(new RegExp(`^${proxy.origin}/esign/sign-in/`));

    const refused = await first.logIn(browser, signInUrl, 'openid', 'mallory');
    expect(refused.url.href).toMatch(new RegExp(`^${proxy.origin}/esign/callback/acme/openid`));
    const again = await browser.click('main a');
    expect(again.url.href).toBe(signInUrl);
    const arrived = await first.logIn(browser, signInUrl, 'oauth', 'john');

    expect(arrived.url.href).toContain(RETURN_URL);
    expect(statusOf(arrived.url)).toBe('succeeded');
    expect((await first.read(id)).status).toBe('succeeded');
    expect(browser.cookies.refused).toEqual([]);
    await browser.close();
  });

  it('answers a link that is over, and one with a provider that is not offered, with ways that lead below the path', async () => {
    const browser = openBrowser();
    const { signInUrl } = await first.create({ envelope: { id: 'env-ways' } });
    await browser.open(signInUrl);
    const unknown = await browser.post(signInUrl, { provider: 'nobody' }, signInUrl);
    expect(unknown.find('main a').getAttribute('href')).toBe(new URL(signInUrl).pathname);
    expect((await browser.open(`${proxy.origin}/esign/sign-in/unknown`)).status).toBe(404);
    await browser.close();
  });

  it('leads a test login from its link to its result', async () => {
    const browser = openBrowser();
    const created = await first.tenant.post('/v1/providers/openid/test-logins', {});
    const { id, url } = created.body as { id: string; url: string };
    await browser.open(url);
    await browser.click('button[name=provider]');
    const result = await browser.click('#account-john');
    expect(result.url.href).toBe(`${proxy.origin}/esign/test-logins/${id}/result`);
    expect(result.status).toBe(200);
    await browser.close();
  });

  it('names addresses below the path wherever it names one', async () => {
    const base = `${proxy.origin}/esign`;
    const problem = await first.tenant.get('/v1/providers/nobody');
    expect(problem.body).toMatchObject({ type: `${base}/errors/request.not_found` });
    const provider = await first.tenant.get('/v1/providers/openid');
    expect(provider.body).toMatchObject({ redirectUri: `${base}/callback/acme/openid` });
    expect((await first.tenant.get('/openapi.json')).body).toMatchObject({ servers: [{ url: base }] });
    const created = await first.tenant.post('/v1/signer-authentications', first.requestBody());
    const { id } = created.body as { id: string };
    expect(created.headers.get('location')).toBe(`/esign/v1/signer-authentications/${id}`);
  });

  it('serves the pages of error codes and of the API with links that lead on', async () => {
    const browser = openBrowser();
    const index = await browser.open(`${proxy.origin}/esign/errors`);
    expect(index.status).toBe(200);
    await browser.click('main a');
    expect(browser.page.url.pathname).toMatch(/^\/esign\/errors\/[a-z_.]+$/);
    expect((await browser.click('a.standalone')).url.pathname).toBe('/esign/errors');
    const docs = await browser.open(`${proxy.origin}/esign/docs`);
    const assets = docs.document.querySelectorAll('[src], link[href]');
    const addresses = assets.map((asset) => asset.getAttribute('src') ?? asset.getAttribute('href') ?? '');
    expect(addresses).toHaveLength(3);
    for (const address of addresses) expect((await browser.open(new URL(address, docs.url))).status).toBe(200);
    await browser.close();
  });
});

describe('a login over https', () => {
  it('takes no cookie that a page without TLS could have set', async () => {
    const attacker = openBrowser();
    await attacker.open(`${proxy.origin}/esign/login/default`);
    const { href } = attacker.page.url;
    const own = await attacker.cookies.valuesFor(href);
    expect(Object.keys(own).length).toBeGreaterThan(0);
    for (const name of Object.keys(own)) expect(name).toMatch(/^__(?:Host|Secure)-/);
    expect(attacker.page.status).toBe(200);

    const victim = openBrowser();
    const planted = Object.entries(own).map(([name, value]) => `${name.replace(/^__\w+-/, '')}=${value}; Path=/`);
    await victim.cookies.store(planted, new URL(href.replace('https:', 'http:')));
    expect(await victim.cookies.valuesFor(href)).not.toEqual({});
    expect((await victim.open(href)).text).toContain('Please start again');
    await attacker.close();
    await victim.close();
  });
});

describe('two services below one host', () => {
  it('keep apart what they leave in one browser', async () => {
    const browser = openBrowser();
    const one = await first.create({ envelope: { id: 'env-both' } });
    const other = await second.create({ envelope: { id: 'env-both' } });
    await browser.open(one.signInUrl);
    const started = await browser.click('button[name=provider][value=openid]');
    await browser.open(other.signInUrl);
    const startedThere = await browser.click('button[name=provider][value=oauth]');
    const places = [started, startedThere].map(({ visits }) => {
      const cookies = visits.flatMap(({ headers }) => headers['set-cookie'] ?? []).join('\n');
      return /^__Host-([0-9a-f]{12})-attempt-.*; Path=\//m.exec(cookies)?.[1] ?? 'none';
    });
    expect(places).not.toContain('none');
    expect(new Set(places).size).toBe(2);

    expect(statusOf((await browser.click('#account-john')).url)).toBe('succeeded');
    await browser.open(started.url);
    const arrived = await browser.click('#account-john');
    expect(statusOf(arrived.url)).toBe('succeeded');
    await browser.close();
  });
});

/** Without one every day: what a browser adds is the page of the API, and that it takes addresses as the scriptless one does. */
function inRealBrowser(): void {
  let browser: SharedBrowser;
  beforeAll(async () => {
    browser = await sharedChromium();
  });
  afterAll(() => browser.close());

  it('lets a signer fail, try again and arrive', async () => {
    const { id, signInUrl } = await first.create({ envelope: { id: 'env-chromium' }, maxAttempts: 3 });
    const context = await openContext(browser);
    const page = await context.newPage();
    await page.goto(signInUrl);
    await page.click('button[name=provider][value=openid]');
    await page.click('#account-mallory');
    await page.waitForURL(/\/esign\/callback\/acme\/openid/);
    await page.click('main a[href^="/esign/sign-in/"]');
    await page.waitForURL(signInUrl);
    await page.click('button[name=provider][value=oauth]');
    await page.click('#account-john');
    await page.waitForURL((url) => url.href.startsWith(RETURN_URL));
    expect((await first.read(id)).status).toBe('succeeded');

    await page.goto(`${proxy.origin}/esign/docs`);
    await page.click('[data-tag="Signer authentications"]');
    await page.waitForSelector('[data-path="/v1/signer-authentications"]');
    await context.close();
  });
}
if (isLongRun)
  (chromiumIsInstalled() ? describe : describe.skip)(
    'a service below a path of its host, in a real browser',
    inRealBrowser,
  );
