import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LoginWorld } from '../signer-authentications/world.js';
import { SignerBrowser } from '../support/signer-browser.js';

/** Cookies of so many attempts, had they stayed, would be more than a server takes in one request. */
const LOGINS = 186;

describe('a browser in which one login follows another', () => {
  let world: LoginWorld;

  beforeAll(async () => {
    world = await LoginWorld.start();
  });

  afterAll(async () => {
    await world.close();
  });

  it('gets through 186 of them', async () => {
    const browser = new SignerBrowser({ doNotFetch: (url) => url.hostname === 'workflow.example' });
    for (let login = 1; login <= LOGINS; login += 1) {
      const { signInUrl } = await world.create({ envelope: { id: `env-${login}` } });
      const arrived = await world.logIn(browser, signInUrl, 'oauth', 'john');
      expect(arrived.url.searchParams.get('status')).toBe('succeeded');
    }
    const cookies = Object.keys(await browser.cookies.valuesFor(world.service.url));
    expect(cookies.filter((name) => name.includes('attempt-'))).toEqual([]);
  });
});
