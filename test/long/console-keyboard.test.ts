import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { openedConsoles } from '../console/opened-consoles.js';
import { LoginWorld } from '../signer-authentications/world.js';
import { chromiumIsInstalled } from '../support/chromium.js';

/** More stops than any screen has. */
const MOST_STOPS = 200;

/** What the keyboard is at: its name as a screen reader would say it, or else its text; looks into shadow roots. */
const focused = `(() => {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  const labels = [...(element?.labels ?? [])].map((label) => label.textContent).join(' ');
  const parts = [element?.getAttribute('aria-label'), labels, element?.textContent];
  return (parts.find((part) => part) ?? '').replace(/\\s+/g, ' ').trim();
})()`;

/** Presses Tab until what has the focus is called so. */
async function tabTo(page: Page, name: string): Promise<void> {
  const passed: string[] = [];
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate<string>(focused);
    if (at === name) return;
    passed.push(at);
  }
  throw new Error(`The keyboard never comes to ${name}: ${passed.slice(0, 60).join(' | ')}`);
}

/** Whether what has the focus can be seen to have it (WCAG 2.4.7). */
const showsFocus = `(() => {
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== 'none' || style.boxShadow !== 'none';
})()`;

(chromiumIsInstalled() ? describe : describe.skip)('with a keyboard alone, in the console', () => {
  let world: LoginWorld;
  const { openAt } = openedConsoles(() => world.tenant);

  beforeAll(async () => {
    world = await LoginWorld.start();
  });
  afterAll(() => world.close());

  test('somebody sets up an application and takes its secret', async () => {
    const page = await openAt('/console/');
    await tabTo(page, 'Skip to content');
    await tabTo(page, 'Applications');
    expect(await page.evaluate<boolean>(showsFocus)).toBe(true);
    await page.keyboard.press('Enter');
    await page.waitForSelector('text=No application yet');
    // Where the screen begins is where the keyboard is.
    expect(await page.evaluate<string>('document.activeElement.id')).toBe('content');
    await tabTo(page, 'Add application');
    await page.keyboard.press('Enter');
    await page.waitForSelector('text=What kind of application is it?');
    await tabTo(page, 'Choose: A system that acts for itself');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#field--name');
    await tabTo(page, 'Name *');
    await page.keyboard.type('Night job');
    await tabTo(page, 'read');
    await page.keyboard.press('Space');
    // Out of the JSON again by Tab.
    await tabTo(page, 'JSON');
    await tabTo(page, 'Create application');
    await page.keyboard.press('Enter');
    await page.waitForSelector('h1:has-text("Night job")');
    await tabTo(page, 'Copy');
    const { body } = await world.tenant.get('/v1/oauth-clients');
    expect((body as { items: object[] }).items).toMatchObject([{ name: 'Night job', scopes: ['providers:read'] }]);
  });

  test('support finds a signer authentication by its status and cancels it', async () => {
    const { body } = await world.tenant.post('/v1/signer-authentications', {
      envelope: { id: 'env-keyboard', name: 'Loan contract' },
      workstep: { id: 'ws-1' },
      recipient: { email: 'john@example.com', firstName: 'John', lastName: 'Doe' },
      providers: [{ name: 'openid' }],
    });
    const { id } = body as { id: string };
    const page = await openAt('/console/logins');
    await page.waitForSelector('table');
    await tabTo(page, 'Status');
    await page.keyboard.type('pending');
    await page.waitForURL(/status=pending/);
    await page.waitForSelector(`a[href$="/logins/${id}"]`);
    const created = (await page.textContent(`a[href$="/logins/${id}"]`)) ?? '';
    await tabTo(page, created);
    await page.keyboard.press('Enter');
    await page.waitForSelector('h2:has-text("The request")');
    await tabTo(page, 'Cancel the request');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.pf-v6-c-modal-box');
    // Escape asks nothing of anybody, and leaves the keyboard where it was.
    await page.keyboard.press('Escape');
    await page.waitForSelector('.pf-v6-c-modal-box', { state: 'detached' });
    expect(await page.evaluate<string>(focused)).toBe('Cancel the request');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.pf-v6-c-modal-box');
    await tabTo(page, 'Cancel the request');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.pf-v6-c-modal-box', { state: 'detached' });
    const { body: read } = await world.tenant.get(`/v1/signer-authentications/${id}`);
    expect(read).toMatchObject({ status: 'cancelled' });
  });

  test('somebody changes the settings of a provider, sees a fault at its field, and mends it', async () => {
    const page = await openAt('/console/providers/openid');
    await page.waitForSelector('h1:has-text("openid")');
    await tabTo(page, 'Edit');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.cm-content');
    await tabTo(page, 'Issuer *');
    const issuer = await page.inputValue('#field--issuer');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('http//wrong');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.faults >> text=$.issuer');
    expect(await page.evaluate<string>(focused)).toBe('Issuer *');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type(issuer);
    await tabTo(page, 'Save');
    await page.keyboard.press('Enter');
    await page.waitForSelector('h1:text-is("openid")');
  });
});
