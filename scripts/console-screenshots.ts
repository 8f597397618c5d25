// Starts the demo, logs in a few signers, and takes pictures of the console: for docs/console.md, or of every screen in every look.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { launchChromium, openContext } from '../test/support/chromium.js';
import { SignerBrowser } from '../test/support/signer-browser.js';

const [target = 'docs/images', ...words] = process.argv.slice(2);
/** Whether every screen is wanted, light and dark, on a phone and on a desktop. */
const everyLook = words.includes('--every-look');
const only = words.find((word) => !word.startsWith('--'));

interface Demo {
  readonly consoleLink: string;
  signInUrl(): Promise<string>;
  end(): void;
}

/** The demo in a process of its own, as a newcomer starts it. */
async function startDemo(): Promise<Demo> {
  const child: ChildProcess = spawn(process.execPath, ['scripts/run.mjs', 'demo/main.js'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  let seen = 0;
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const next = async (pattern: RegExp): Promise<string> => {
    for (;;) {
      const match = new RegExp(pattern, 'g');
      match.lastIndex = seen;
      const found = match.exec(said);
      if (found?.[0] !== undefined) {
        seen = match.lastIndex;
        return found[0];
      }
      if (child.exitCode !== null) throw new Error(`The demo ended:\n${said}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  const consoleLink = await next(/http:\S+#\S+/);
  return {
    consoleLink,
    signInUrl: () => next(/http:\S+\/sign-in\/\S+/),
    end: () => child.kill('SIGINT'),
  };
}

/** As a signer: chooses a provider and an account there, as often as the request lets somebody who is not the right one. */
async function signIn(link: string, provider: string, account: string): Promise<void> {
  for (let isOffered = true; isOffered; ) {
    const browser = new SignerBrowser();
    const { document } = await browser.open(link);
    isOffered = document.querySelector(`button[name=provider][value=${provider}]`) !== null;
    if (isOffered) {
      await browser.click(`button[name=provider][value=${provider}]`);
      await browser.click(`#account-${account}`);
    }
    await browser.close();
  }
}

interface Picture {
  readonly name: string;
  /** Below the console. */
  readonly address: string;
  /** Done before the picture is taken. */
  readonly act?: (page: Page) => Promise<unknown>;
  /** Not in docs/console.md. */
  readonly isExtra?: boolean;
}

const envelope = 'demo-loan-contract';

const branded = async (page: Page): Promise<void> => {
  await page.fill('#field--colours-accent', '#7a1f5c');
  await page.fill('#field--support-email', 'help@acme.example');
  await page.fill('#field--notice-en', 'Have your ID at hand.');
  // The picture of the signers' page has a heading too.
  await page.locator('h1').first().scrollIntoViewIfNeeded();
};

const pictures: readonly Picture[] = [
  { name: 'overview', address: '' },
  { name: 'logins', address: 'logins', isExtra: true },
  {
    name: 'login',
    address: 'logins?status=failed',
    act: async (page) => {
      await page.click('table a[href*="/logins/"]');
      await page.waitForSelector('h2:has-text("Verdicts")');
    },
  },
  {
    name: 'trail',
    address: `trail/${envelope}`,
    act: async (page) => {
      await page.click('button:has-text("Verify")');
      await page.waitForSelector('text=What was proved');
    },
  },
  { name: 'log', address: 'log', isExtra: true },
  { name: 'deliveries', address: 'deliveries', isExtra: true },
  { name: 'providers', address: 'providers', isExtra: true },
  { name: 'new-provider', address: 'providers/new', isExtra: true },
  { name: 'provider', address: 'providers/demo-openid', isExtra: true },
  {
    name: 'edit-provider',
    address: 'providers/demo-openid/edit',
    act: (page) => page.waitForSelector('.cm-content'),
  },
  { name: 'listeners', address: 'listeners', isExtra: true },
  { name: 'settings', address: 'settings', isExtra: true },
  { name: 'branding', address: 'settings/branding', act: branded },
  { name: 'mails', address: 'settings/mails', isExtra: true },
  { name: 'retention', address: 'settings/retention', isExtra: true },
  { name: 'erasures', address: 'settings/erasures', isExtra: true },
  { name: 'move', address: 'move', isExtra: true },
  { name: 'api-keys', address: 'api-keys', isExtra: true },
  { name: 'new-api-key', address: 'api-keys/new', isExtra: true },
  { name: 'tenants', address: 'tenants', isExtra: true },
  {
    name: 'tenant',
    address: 'tenants',
    isExtra: true,
    act: async (page) => {
      await page.click('table a');
      await page.waitForSelector('h2:has-text("Limits")');
    },
  },
  { name: 'new-tenant', address: 'tenants/new', isExtra: true },
];

const wide = { viewport: { width: 1200, height: everyLook ? 1500 : 800 } };
const phone = { viewport: { width: 320, height: 1800 } };
const looks: readonly (readonly [suffix: string, options: BrowserContextOptions])[] = everyLook
  ? [
      ['-light', { ...wide, colorScheme: 'light' }],
      ['-dark', { ...wide, colorScheme: 'dark' }],
      ['-phone-light', { ...phone, colorScheme: 'light' }],
      ['-phone-dark', { ...phone, colorScheme: 'dark' }],
    ]
  : [['', { ...wide, colorScheme: 'light' }]];

const demo = await startDemo();
try {
  mkdirSync(target, { recursive: true });
  for (const [provider, account] of [
    ['demo-openid', 'john'],
    ['demo-oauth', 'john'],
    ['demo-openid', 'jane'],
  ] as const)
    await signIn(await demo.signInUrl(), provider, account);
  const browser = await launchChromium();
  const first = await openContext(browser, { locale: 'en', ...wide });
  const opened = await first.newPage();
  await opened.goto(demo.consoleLink);
  await opened.waitForSelector('h1:has-text("Overview")');
  const { origin } = new URL(opened.url());
  const storageState = await first.storageState();
  for (const [suffix, options] of looks) {
    const context = await openContext(browser, { locale: 'en', storageState, ...options });
    const page = await context.newPage();
    for (const { name, address, act } of pictures.filter(
      (picture) => (everyLook || picture.isExtra !== true) && (only === undefined || picture.name === only),
    )) {
      await page.goto(`${origin}/console/${address}`);
      await page.waitForSelector('h1');
      await page.waitForLoadState('networkidle');
      await act?.(page);
      await page.waitForLoadState('networkidle');
      await page.screenshot({ path: join(target, `${name}${suffix}.png`) });
      console.log(`${name}${suffix}`);
    }
    await context.close();
  }
  await browser.close();
} finally {
  demo.end();
}
