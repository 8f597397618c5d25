import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import type { Page } from 'playwright-core';
import { bundleConsole } from '../../scripts/build-console.mjs';
import { type SharedBrowser, sharedChromium } from '../support/jest/shared-browser.js';
import type { ApiClient } from '../support/service/api-client.js';
import { type ConsoleOptions, type ConsolePage, openConsole } from './console-browser.js';

interface OpenedConsoles {
  /** For what is no console, such as pages of a login. */
  readonly browser: () => SharedBrowser;
  /** Opens the console; whichever test runs fails with whatever goes wrong in it. @param by whose key stands for the person */
  readonly openAt: (address: string, options?: ConsoleOptions, by?: ApiClient) => Promise<Page>;
  /** What was opened last. */
  readonly opened: () => ConsolePage | undefined;
}

/**
 * A browser for the tests that are described where this is called, and the console built. Called before what starts the service, which
 * reads the built files when it starts.
 * @param until when what was opened is closed: after the test that opened it, or after all, so that one goes on where another has ended
 */
export function openedConsoles(api: () => ApiClient, until: 'after each' | 'after all' = 'after each'): OpenedConsoles {
  let browser: SharedBrowser;
  let open: ConsolePage[] = [];
  const close = async (): Promise<void> => {
    for (const one of open) await one.close();
    open = [];
  };
  beforeAll(async () => {
    await bundleConsole();
    browser = await sharedChromium();
  });
  afterEach(async () => {
    const faults = open.flatMap((one) => one.faults);
    if (until === 'after each') await close();
    expect(faults).toEqual([]);
  });
  afterAll(async () => {
    await close();
    await browser.close();
  });
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
