import type { Browser, BrowserContext } from 'playwright-core';
import { launchChromium } from '../chromium.js';

/** What a test file may use of a browser that others use too. */
export interface SharedBrowser extends Pick<Browser, 'newContext'> {
  /** Closes what this file has opened. */
  close(): Promise<void>;
}

/** What Jest sends a worker that has no more files to run. */
const END = 2;

let kept: Promise<Browser> | undefined;

/** The browser of this worker, started for the first file that asks for it. MUST be closed by the caller. */
export async function sharedChromium(): Promise<SharedBrowser> {
  // Without a parent nobody says when all files have ended.
  if (process.send === undefined) return launchChromium();
  kept ??= launchChromium().then(closeAtTheEnd);
  const browser = await kept;
  const contexts: BrowserContext[] = [];
  return {
    async newContext(options) {
      const context = await browser.newContext(options);
      contexts.push(context);
      return context;
    },
    async close() {
      for (const context of contexts) await context.close();
    },
  };
}

function closeAtTheEnd(browser: Browser): Browser {
  const onMessage = (message: unknown): void => {
    if (!Array.isArray(message) || message[0] !== END) return;
    process.off('message', onMessage);
    void browser.close();
  };
  process.on('message', onMessage);
  return browser;
}
