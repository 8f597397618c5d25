import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { bundleConsole } from '../../scripts/build-console.mjs';
import { launchChromium } from '../support/chromium.js';
import type { ApiClient } from '../support/service/api-client.js';
import { type ConsoleOptions, type ConsolePage, openConsole } from './console-browser.js';

interface OpenedConsoles {
  /** For what is no console, such as pages of a login. */
  readonly browser: () => Browser;
  /** Opens the console for the present test, which fails with whatever goes wrong in it. @param by whose key stands for the person */
  readonly openAt: (address: string, options?: ConsoleOptions, by?: ApiClient) => Promise<Page>;
  /** What the present test has opened last. */
  readonly opened: () => ConsolePage | undefined;
}

/**
 * A browser for the tests that are described where this is called, and the console built. Called before what starts the service, which
 * reads the built files when it starts.
 */
export function openedConsoles(api: () => ApiClient): OpenedConsoles {
  let browser: Browser;
  let open: ConsolePage[] = [];
  beforeAll(async () => {
    await bundleConsole();
    browser = await launchChromium();
  });
  afterEach(async () => {
    const faults = open.flatMap((one) => one.faults);
    for (const one of open) await one.close();
    open = [];
    expect(faults).toEqual([]);
  });
  afterAll(() => browser.close());
  return {
    browser: () => browser,
    opened: () => open.at(-1),
    openAt: async (address, options = {}, by = api()) => {
      const one = await openConsole(browser, by, address, options);
      open.push(one);
      return one.page;
    },
  };
}
