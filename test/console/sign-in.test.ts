import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { bundleConsole } from '../../scripts/build-console.mjs';
import { UserSecrets } from '../../src/access/user-secrets.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { ConsoleLinks } from '../../src/user-logins/console-links/console-links.js';
import { chromiumIsInstalled, openContext } from '../support/chromium.js';
import { type SharedBrowser, sharedChromium } from '../support/jest/shared-browser.js';
import { makeUser } from '../support/oauth/people.js';
import { startTestService, type TestService } from '../support/service.js';

const PASSWORD = 'correct horse battery staple';

(chromiumIsInstalled() ? describe : describe.skip)('a sign-in at the console', () => {
  let service: TestService;
  let browser: SharedBrowser;

  beforeAll(async () => {
    await bundleConsole();
    service = await startTestService();
    browser = await sharedChromium();
    const userId = await makeUser(service, 'default', 'ada@acme.example', ['admin']);
    const { body } = await service.operator.get('/v1/tenants');
    const tenantId = (body as { items: { id: string }[] }).items[0]?.id ?? '';
    const secrets = service.app.get(UserSecrets);
    const password = await secrets.preparePassword(PASSWORD, []);
    if (typeof password === 'string') throw new Error(password);
    await service.app
      .get(UnitOfWork)
      .run((transaction) => secrets.setPassword(transaction, { tenantId, userId }, password, service.clock.now()));
  });
  afterAll(async () => {
    await browser.close();
    await service.close();
  });

  test('goes over our own authorization server, shows what the person may see, and holds after a reload', async () => {
    const context = await openContext(browser, { locale: 'en' });
    const page = await context.newPage();
    await page.goto(`${service.url}/console/providers`);
    await page.waitForURL(/\/login\/default/);
    await page.fill('input[name=email]', 'ada@acme.example');
    const password = page.locator('input[type=password]');
    if ((await password.count()) === 0) await page.click('button[type=submit]');
    await page.fill('input[type=password]', PASSWORD);
    await page.click('button[type=submit]');
    await page.waitForURL(`${service.url}/console/providers`);
    await page.waitForSelector('h1:has-text("Providers")');
    await page.waitForSelector('text=No provider yet');
    expect(await page.textContent('.person-menu, .pf-v6-c-masthead')).toContain('ada');
    await page.reload();
    await page.waitForSelector('text=No provider yet');
    await context.close();
  });

  test('is done by the link that a first start prints', async () => {
    const link = await service.app.get(ConsoleLinks).makeFirst();
    // There is none where the tests run on a server's database.
    expect(link === null).toBe(service.settings.DATABASE_URL !== undefined);
    if (link === null) return;
    const context = await openContext(browser, { locale: 'en' });
    const page = await context.newPage();
    const refused: string[] = [];
    page.on('console', (line) => {
      if (/Content Security Policy/.test(line.text())) refused.push(line.text());
    });
    await page.goto(link.url);
    await page.waitForURL(`${service.url}/console/`);
    await page.waitForSelector('.pf-v6-c-masthead:has-text("Operator")');
    expect(refused).toEqual([]);
    await context.close();
  });
});
