import { Browser } from '../measuring/browser.js';
import { startServer } from '../processes/child-process.js';
import type { Contender } from './contender.js';

/** openid-client 6 alone. */
export async function startFloor(issuer: string): Promise<Contender> {
  const process = await startServer({
    name: 'the floor',
    command: [new URL('../servers/floor-server.js', import.meta.url).pathname],
    environment: { ISSUER: issuer },
    readyPath: '/ready',
  });
  return {
    name: 'openid-client 6 alone (the floor)',
    stores: 'nothing',
    process,
    neededCalls: 1,
    async logIn() {
      const browser = new Browser();
      const callback = await browser.follow(await browser.follow(`${process.origin}/start`));
      const end = await browser.follow(callback);
      if (!end.endsWith('status=succeeded')) throw new Error(`The floor ended at ${end}`);
    },
  };
}
