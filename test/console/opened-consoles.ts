import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { bundleConsole } from '../../scripts/build-console.mjs';
import { launchChromium } from '../support/chromium.js';
import type { ApiClient } from '../support/service/api-client.js';
import { type ConsolePage, openConsole } from './console-browser.js';

interface OpenedConsoles {
  /** For what is no console, such as pages of a login. */
  readonly browser: () => Browser;
  /** Opens the console for the present test, which fails with whatever goes wrong in it. */
  readonly openAt: (address: string, options?: BrowserContextOptions) => Promise<Page>;
  /** What the present test has opened. */
  readonly opened: () => ConsolePage | undefined;
}

/**
 * A browser for the tests that are described where this is called, and the console built. Called before what starts the service, which
 * reads the built files when it starts.
 */
export function openedConsoles(api: () => ApiClient): OpenedConsoles {
  let browser: Browser;
  let open: ConsolePage | undefined;
  beforeAll(async () => {
    await bundleConsole();
    browser = await launchChromium();
  });
  afterEach(async () => {
    const faults = open?.faults ?? [];
    await open?.close();
    open = undefined;
    expect(faults).toEqual([]);
  });
  afterAll(() => browser.close());
  return {
    browser: () => browser,
    opened: () => open,
    openAt: async (address, options = {}) => {
      open = await openConsole(browser, api(), address, options);
      return open.page;
    },
  };
}
