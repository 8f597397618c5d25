import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { accessibilityViolations } from '../support/chromium.js';

/** Every look that a screen has to be usable in; 320 px is also what 1280 px are at a zoom of 400 %. */
export const looks: readonly (readonly [string, BrowserContextOptions])[] = [
  ['on a desktop, light', { viewport: { width: 1280, height: 800 }, colorScheme: 'light' }],
  ['on a desktop, dark', { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' }],
  ['on a phone, light', { viewport: { width: 320, height: 640 }, colorScheme: 'light' }],
  ['on a phone, dark', { viewport: { width: 320, height: 640 }, colorScheme: 'dark' }],
];

/** Goes to a screen as a link would, without another sign-in. */
export async function goTo(page: Page, address: string): Promise<void> {
  await page.evaluate(
    `history.pushState(null, '', '/console/${address}'); dispatchEvent(new PopStateEvent('popstate'))`,
  );
  await page.waitForSelector('h1');
  await page.waitForLoadState('networkidle');
}

/** Where pictures go that people look at; none are made without it. */
const pictures = process.env['CONSOLE_SCREENSHOTS'];

/** Expects each screen to have no barrier (axe) and nothing that is read by scrolling sideways. */
export async function expectUsable(page: Page, addresses: readonly string[], look: string): Promise<void> {
  for (const address of addresses) {
    await goTo(page, address);
    const sideways = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
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
    expect({ address, title, sideways, violations }).toEqual({ address, title, sideways: 0, violations: [] });
  }
}
