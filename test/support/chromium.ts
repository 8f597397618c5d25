import { existsSync } from 'node:fs';
import axe from 'axe-core';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { isLoopback } from './http/loopback.js';

/** The browser binary: `CHROMIUM_PATH`, else where Debian puts it. */
const CHROMIUM_PATH = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/** Tests that need the real browser say so and are skipped where there is none. */
export const chromiumIsInstalled = (): boolean => existsSync(CHROMIUM_PATH);

/** Starts headless Chromium; it can resolve nothing but loopback names, so no test can leave the machine. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM_PATH,
    args: [
      '--no-sandbox',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-component-update',
      '--no-first-run',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1, EXCLUDE ::1',
    ],
  });
}

/**
 * A signer with an empty cookie jar. Pages outside loopback, such as a workflow's return URL, are answered with a stub
 * instead of being fetched; the test certificates of a made-up CA are accepted.
 */
export async function openContext(
  browser: Pick<Browser, 'newContext'>,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, ...options });
  await context.route(
    (url) => !isLoopback(url.hostname),
    (route) => route.fulfill({ status: 200, contentType: 'text/html', body: OUTSIDE_PAGE }),
  );
  return context;
}

const OUTSIDE_PAGE = '<!doctype html><html lang="en"><title>Outside</title><h1>Outside</h1></html>';

/** One broken accessibility rule. */
interface AccessibilityViolation {
  /** axe's rule, e.g. `color-contrast`. */
  readonly rule: string;
  readonly impact: string;
  readonly help: string;
  /** Selectors of the elements at fault. */
  readonly elements: readonly string[];
}

/** Runs axe-core (WCAG 2.2 AA and best practices) on a page; empty when there is nothing to complain about. */
export async function accessibilityViolations(page: Page): Promise<readonly AccessibilityViolation[]> {
  // Evaluated, not added as a script element, which a strict Content-Security-Policy would refuse.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<axe.AxeResults>('axe.run(document)');
  return violations.map(({ id, impact, help, nodes }) => ({
    rule: id,
    impact: impact ?? 'unknown',
    help,
    elements: nodes.map(({ target }) => target.join(' ')),
  }));
}
