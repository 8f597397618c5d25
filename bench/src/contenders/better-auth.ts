import { Browser } from '../measuring/browser.js';
import { startServer } from '../processes/child-process.js';
import type { Contender } from './contender.js';

/** better-auth with genericOAuth. */
export async function startBetterAuth(issuer: string, databaseUrl: string): Promise<Contender> {
  const process = await startServer({
    name: 'better-auth',
    command: [new URL('../servers/better-auth-server.js', import.meta.url).pathname],
    environment: { ISSUER: issuer, DATABASE_URL: databaseUrl },
    readyPath: '/ready',
  });
  const { origin } = process;
  return {
    name: 'better-auth genericOAuth',
    stores: 'user, account with tokens, session; no trail',
    process,
    neededCalls: 1,
    async logIn() {
      const browser = new Browser();
      const started = await browser.read(`${origin}/api/auth/sign-in/social`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin },
        body: JSON.stringify({ provider: 'bench', callbackURL: '/done' }),
      });
      const callback = await browser.follow((JSON.parse(started) as { url: string }).url);
      const end = await browser.follow(callback);
      if (new URL(end).pathname !== '/done' || end.includes('error')) throw new Error(`better-auth ended at ${end}`);
      const session = JSON.parse(await browser.read(`${origin}/api/auth/get-session`)) as { user?: { email?: string } };
      if (session.user?.email === undefined) throw new Error('better-auth has no session');
    },
  };
}
