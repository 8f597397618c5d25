import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { UserSecrets } from '../../src/access/user-secrets.js';
import { consoleLinkCommand } from '../../src/cli/console-link-command.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { OPERATOR_ADDRESS } from '../../src/people/administration/console-operator.js';
import { ConsoleLinkFile } from '../../src/user-logins/console-links/console-link-file.js';
import { ConsoleLinks } from '../../src/user-logins/console-links/console-links.js';
import { startTestDatabase, type TestDatabase } from '../support/database.js';
import { startTestService, type TestService } from '../support/service.js';
import { type BrowserPage, SignerBrowser } from '../support/signer-browser.js';

let database: TestDatabase;
let service: TestService;
let file: string;
const browsers: SignerBrowser[] = [];

beforeAll(async () => {
  database = await startTestDatabase({ serverUrl: '' });
  service = await startTestService({ database, environment: { LOG_LEVEL: 'debug' } });
  file = join(database.dataDir, 'console-link');
});
afterEach(async () => {
  await Promise.all(browsers.splice(0).map((browser) => browser.close()));
});
afterAll(async () => {
  await service.close();
  await database.close();
});

function browser(): SignerBrowser {
  const opened = new SignerBrowser();
  browsers.push(opened);
  return opened;
}

const at = (path: string): string => `${service.url}${path}`;
const tokenIn = (url: string): string => url.slice(url.indexOf('#') + 1);

/** What the script of the page does with what stands after the `#`. */
const redeem = (by: SignerBrowser, url: string, from = at('/console-link')): Promise<BrowserPage> =>
  by.post(at('/console-link'), { token: tokenIn(url) }, from);

const nextLink = (): string => new ConsoleLinkFile(service.settings).make(service.clock.now());

/** Whether the console's way to a login ends without a question. @returns the address that it ends at */
async function endOfLogin(by: SignerBrowser): Promise<string> {
  await by.open(at('/login/default'));
  return by.page.url.pathname;
}

interface ShownUser {
  readonly id: string;
  readonly email: string;
  readonly status: string;
  readonly roles: readonly string[];
}

const people = async (): Promise<readonly ShownUser[]> =>
  ((await service.operator.get('/v1/users')).body as { items: readonly ShownUser[] }).items;

describe('the first link to the console', () => {
  test('stands in a file for its owner only, and not in the log', async () => {
    const link = await service.app.get(ConsoleLinks).makeFirst();
    expect(link?.path).toBe(file);
    expect(readFileSync(file, 'utf8')).toBe(`${link?.url ?? ''}\n`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(link?.url).toMatch(/\/console-link#[0-9a-z]+\.[A-Za-z0-9_-]{43}$/);
    expect(service.log.text).not.toContain(tokenIn(link?.url ?? ''));
  });

  test('opens a page that runs its own script only and posts to nobody else', async () => {
    const { headers, body } = await service.caller(null).get('/console-link', { accept: 'text/html' });
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/script-src 'sha256-[^']+';/);
    expect(policy).toContain("form-action 'self';");
    expect(policy).not.toContain('unsafe');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toContain('method="post" action="/console-link"');
  });

  test('is refused from another origin, and does not end by it or by a guess', async () => {
    const url = readFileSync(file, 'utf8').trim();
    expect((await redeem(browser(), url, 'https://elsewhere.example/')).status).toBe(403);
    expect((await redeem(browser(), `${url}x`)).status).toBe(403);
    expect(existsSync(file)).toBe(true);
    expect(await people()).toEqual([]);
  });

  test('logs in the operator of tenant default, whom it makes, and nobody by it a second time', async () => {
    const url = readFileSync(file, 'utf8').trim();
    const newcomer = browser();
    const { visits } = await redeem(newcomer, url);
    expect(visits.map((visit) => [visit.status, visit.url.pathname]).slice(0, 1)).toEqual([[303, '/console-link']]);
    expect(String(visits[0]?.headers['set-cookie'])).toMatch(
      /console-link=[^;]{43}; Max-Age=120; Path=\/; HttpOnly; SameSite=Lax/,
    );
    expect(newcomer.page.url.pathname).toBe('/console/');
    expect(existsSync(file)).toBe(false);
    expect(await people()).toMatchObject([{ email: OPERATOR_ADDRESS, status: 'active', roles: ['operator'] }]);

    const second = await redeem(browser(), url);
    expect(second.status).toBe(403);
    expect(second.html).toContain('countersign console-link');

    expect(await endOfLogin(newcomer)).toBe('/console/');
    expect(await endOfLogin(browser())).toMatch(/^\/login\/default\/requests\//);
    expect(await service.app.get(ConsoleLinks).makeFirst()).toBeNull();
    expect(service.log.text).not.toContain(tokenIn(url));
  });

  test('is in the trail: who was made, and how they logged in', async () => {
    const [operator] = await people();
    const { body } = await service.operator.get('/v1/audit-events?limit=200');
    const { items } = body as { items: { type: string; stream: string; data: { amr?: string[]; kind?: string } }[] };
    const rows = items.filter(({ stream }) => stream === `user:${operator?.id ?? ''}`);
    expect(rows.map(({ type, data }) => [type, data.kind ?? data.amr])).toEqual([
      ['user.invited', 'console_link'],
      ['user.login_succeeded', ['link']],
    ]);
  });
});

describe('another link', () => {
  test('is printed by a command, replaces the one before it and opens the same account', async () => {
    const earlier = nextLink();
    const said = jest.spyOn(console, 'log').mockReturnValue();
    await consoleLinkCommand(() => service.settings).parseAsync([], { from: 'user' });
    const printed = said.mock.calls.flat();
    said.mockRestore();
    expect((await redeem(browser(), earlier)).status).toBe(403);
    const again = browser();
    await redeem(again, String(printed[0]));
    expect(await endOfLogin(again)).toBe('/console/');
    expect(await people()).toHaveLength(1);
  });

  test('is refused after ten minutes, and so is a login two minutes after one was used', async () => {
    const late = nextLink();
    service.clock.advance(600_000);
    expect((await redeem(browser(), late)).status).toBe(403);
    expect(existsSync(file)).toBe(false);
    const slow = browser();
    await redeem(slow, nextLink());
    service.clock.advance(121_000);
    expect(await endOfLogin(slow)).toMatch(/^\/login\/default\/requests\//);
  });

  test('is refused once the operator has a password', async () => {
    const [operator] = await people();
    const secrets = service.app.get(UserSecrets);
    const password = await secrets.preparePassword('a few unrelated words in a row', []);
    if (typeof password === 'string') throw new Error(password);
    const { body } = await service.operator.get('/v1/tenants');
    const tenantId = (body as { items: { id: string }[] }).items[0]?.id ?? '';
    const user = { tenantId, userId: operator?.id ?? '' };
    await service.app
      .get(UnitOfWork)
      .run((transaction) => secrets.setPassword(transaction, user, password, service.clock.now()));
    const refused = browser();
    expect((await redeem(refused, nextLink())).status).toBe(403);
    expect(await endOfLogin(refused)).toMatch(/^\/login\/default\/requests\//);
  });
});

describe('where the service is run for others', () => {
  const commandWith = (changed: object): Promise<unknown> =>
    consoleLinkCommand(() => ({ ...service.settings, ...changed })).parseAsync([], { from: 'user' });

  test('the command makes none: not in production, and not with a database of DATABASE_URL', async () => {
    for (const changed of [{ NODE_ENV: 'production' }, { DATABASE_URL: 'postgresql://db.example/countersign' }])
      await expect(commandWith(changed)).rejects.toThrow('only with the embedded database and outside production');
  });

  test('the service takes none, even one that stands in the file', async () => {
    await service.restart({ NODE_ENV: 'production' });
    expect(await service.app.get(ConsoleLinks).makeFirst()).toBeNull();
    expect((await service.caller(null).get('/console-link')).status).toBe(404);
    expect((await redeem(browser(), nextLink())).status).toBe(404);
  });
});
