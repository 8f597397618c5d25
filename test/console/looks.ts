import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { accessibilityViolations } from '../support/chromium.js';

/** Every look that a screen has to be usable in (WCAG 1.4.4, 1.4.10). */
export const looks: readonly (readonly [string, BrowserContextOptions])[] = [
  ['on a desktop, light', { viewport: { width: 1280, height: 800 }, colorScheme: 'light' }],
  ['on a desktop, dark', { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' }],
  ['on a phone, light', { viewport: { width: 320, height: 640 }, colorScheme: 'light' }],
  ['on a phone, dark', { viewport: { width: 320, height: 640 }, colorScheme: 'dark' }],
  // What a window of 1280 px has left.
  ['at a zoom of 200 %', { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 }],
];

/** Longer than it takes to turn to another part of a screen that is loaded. */
const TURN = 100;

/** Goes to a screen as a link would, without another sign-in, and waits until it is whole. */
async function goTo(page: Page, address: string): Promise<void> {
  await page.evaluate(
    `history.pushState(null, '', '/console/${address}'); dispatchEvent(new PopStateEvent('popstate'))`,
  );
  // The screen before stays until the next one is there, and the navigation says which it is.
  const link = `nav a[href="/console/${address.split(/[/?]/)[0]}"]`;
  if (address !== '' && (await page.locator(link).count()) > 0)
    await page.waitForSelector(`${link}[aria-current=page]`, { state: 'attached' });
  await page.waitForTimeout(TURN);
  // What is on its way has a sign of that.
  await page.locator('main .pf-v6-c-spinner, main .pf-v6-c-skeleton').first().waitFor({ state: 'hidden' });
  await page.waitForSelector('h1');
}

/**
 * What is out of sight to the side: the page itself, or elements that a part of it cuts off. What has a way of its own to scroll, and
 * what only screen readers see, is none of it.
 */
const outOfSight = `(() => {
  const seen = (element) => {
    const { width, height, left, right } = element.getBoundingClientRect();
    return width > 1 && height > 1 && (right > innerWidth + 1 || left < -1);
  };
  const scrolls = (element) => element.closest('.code-editor, pre, [class*="screen-reader"], .pf-v6-c-skip-to-content');
  const elements = [...document.querySelectorAll('main *')].filter((one) => seen(one) && !scrolls(one));
  const page = document.documentElement.scrollWidth > innerWidth ? ['the page'] : [];
  return [...page, ...elements.map((one) => one.tagName + ' ' + (one.textContent ?? '').slice(0, 40))].slice(0, 5);
})()`;

/** Where pictures go that people look at; none are made without it. */
const pictures = process.env['CONSOLE_SCREENSHOTS'];

/** Expects each screen to have no barrier (axe) and nothing that is read by scrolling sideways. */
export async function expectUsable(page: Page, addresses: readonly string[], look: string): Promise<void> {
  for (const address of addresses) {
    await goTo(page, address);
    const sideways = await page.evaluate<readonly string[]>(outOfSight);
    const violations = await accessibilityViolations(page);
    const title = await page.textContent('h1');
    if (pictures !== undefined) {
      mkdirSync(pictures, { recursive: true });
      const name = `${address.replaceAll(/[^a-z]+/g, '-') || 'overview'}-${look.replaceAll(/[^a-z]+/g, '-')}.png`;
      const seen = page.viewportSize() ?? { width: 1280, height: 800 };
      // The screen scrolls in its own part of the page.
      const height = await page.evaluate<number>('document.querySelector("main").scrollHeight + 120');
      await page.setViewportSize({ ...seen, height: Math.max(seen.height, height) });
      await page.screenshot({ path: join(pictures, name) });
      await page.setViewportSize(seen);
    }
    expect({ address, title, sideways, violations }).toEqual({ address, title, sideways: [], violations: [] });
  }
}
