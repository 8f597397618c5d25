import type { Browser, BrowserContext } from 'playwright-core';
import { launchChromium } from '../chromium.js';
import { hasWorkerEnd, untilWorkerEnd } from './worker-end.js';

/** What a test file may use of a browser that others use too. */
export interface SharedBrowser extends Pick<Browser, 'newContext'> {
  /** Closes what this file has opened. */
  close(): Promise<void>;
}

const ofWorker = untilWorkerEnd(launchChromium);

/** The browser of this worker, started for the first file that asks for it. MUST be closed by the caller. */
export async function sharedChromium(): Promise<SharedBrowser> {
  if (!hasWorkerEnd()) return launchChromium();
  const browser = await ofWorker();
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
