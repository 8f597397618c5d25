import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { bundleConsole } from '../../scripts/build-console.mjs';
import { readZip, writeZip } from '../audit/support/zip-files.js';
import { type ConsolePage, openConsole } from '../console/console-browser.js';
import { LoginWorld } from '../signer-authentications/world.js';
import { chromiumIsInstalled, launchChromium } from '../support/chromium.js';
import { SignerBrowser } from '../support/signer-browser.js';

const ENVELOPE = 'env-1';

/** How the screen names a part: by its file, or by the event that a line of it is about. */
function namesPart(name: string): RegExp {
  const file = name.replaceAll('.', '\\.');
  return ['events.jsonl', 'proofs.jsonl'].includes(name) ? new RegExp(`${file}|event \\d+`) : new RegExp(file);
}

(chromiumIsInstalled() ? describe : describe.skip)('a package that is dropped in the console', () => {
  let world: LoginWorld;
  let browser: Browser;
  let open: ConsolePage;
  let parts: ReadonlyMap<string, Buffer>;

  beforeAll(async () => {
    await bundleConsole();
    world = await LoginWorld.start();
    const { signInUrl } = await world.create();
    await world.logIn(new SignerBrowser(), signInUrl, 'openid', 'john');
    const authorization = `Bearer ${world.tenant.key ?? ''}`;
    const evidence = await fetch(`${world.tenant.url}/v1/envelopes/${ENVELOPE}/evidence`, {
      headers: { authorization },
    });
    parts = await readZip(Buffer.from(await evidence.arrayBuffer()));
    browser = await launchChromium();
    open = await openConsole(browser, world.tenant, '/console/trail');
    await open.page.fill('#package-keys', await (await fetch(`${world.tenant.url}/v1/audit/key`)).text());
  });
  afterAll(async () => {
    const { faults } = open;
    await open.close();
    await browser.close();
    await world.close();
    expect(faults).toEqual([]);
  });

  /** What the screen says of a package. */
  async function said(files: ReadonlyMap<string, Buffer>): Promise<string> {
    const { page } = open;
    await page.setInputFiles('input[type=file]', {
      name: 'evidence.zip',
      mimeType: 'application/zip',
      buffer: await writeZip(files),
    });
    const verdict = page.locator('main .pf-v6-c-alert');
    await verdict.waitFor();
    const text = (await verdict.textContent()) ?? '';
    await page.click('button:has-text("Clear")');
    await verdict.waitFor({ state: 'detached' });
    return text;
  }

  const withByte = (name: string, at: number): ReadonlyMap<string, Buffer> => {
    const changed = Buffer.from(parts.get(name) ?? '');
    changed[at] = (changed[at] ?? 0) ^ 1;
    return new Map([...parts, [name, changed]]);
  };

  test('is true as it was exported', async () => {
    expect(await said(parts)).toContain('Everything that was verified is true');
  });

  test('is a lie that is named with its part when one byte of that part was changed, in every part', async () => {
    expect(parts.size).toBeGreaterThan(8);
    // The introduction is for people and says itself that nothing of it is verified.
    const proved = [...parts.keys()].filter((name) => name !== 'README.txt');
    const answers: Record<string, string> = {};
    for (const name of proved)
      answers[name] = await said(withByte(name, Math.floor((parts.get(name)?.length ?? 0) / 2)));
    for (const [name, answer] of Object.entries(answers)) {
      expect(answer).toContain('Something here is not true');
      expect({ name, answer }).toEqual({ name, answer: expect.stringMatching(namesPart(name)) });
    }
  });
});
