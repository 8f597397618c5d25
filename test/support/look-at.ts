import { mkdirSync } from 'node:fs';
import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { accessibilityViolations } from './chromium.js';

/** Where screenshots go; unset: nowhere. */
const pictures = process.env['PICTURES'];

/** Takes the picture of a page where somebody wants to look at it (`PICTURES`). @param name of the picture */
export async function picture(page: Page, name: string): Promise<void> {
  if (pictures === undefined) return;
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
}

/** Holds a page to axe, and takes its picture. @param name of the picture */
export async function lookAt(page: Page, name: string): Promise<void> {
  expect([name, await accessibilityViolations(page)]).toEqual([name, []]);
  await picture(page, name);
}
