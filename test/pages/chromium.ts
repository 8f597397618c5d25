import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

/** Whether this machine can run the tests that need a real browser; says so once when it cannot. */
export const chromiumIsThere = existsSync(executablePath);

if (!chromiumIsThere) {
  process.stderr.write(`Skipped: no Chromium at ${executablePath}. Set CHROMIUM_PATH to run the browser tests.\n`);
}

/** A real Chromium without a sandbox (containers have none) that makes no calls of its own. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-background-networking'],
  });
}
