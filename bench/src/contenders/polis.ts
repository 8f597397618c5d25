import { createHash, randomBytes } from 'node:crypto';
import { Browser } from '../measuring/browser.js';
import { startServer } from '../processes/child-process.js';
import type { StubProvider } from '../processes/stub-provider.js';
import type { Contender } from './contender.js';

/** Polis: an OAuth 2.0 server in front of the provider, so that a login ends with its own code, token and UserInfo. It takes no http provider: TLS. */
export async function startPolis(provider: StubProvider, databaseUrl: string): Promise<Contender> {
  const process = await startServer({
    name: 'Polis',
    command: [new URL('../servers/polis-server.js', import.meta.url).pathname],
    environment: {
      ISSUER: provider.tlsIssuer,
      DATABASE_URL: databaseUrl,
      NODE_EXTRA_CA_CERTS: provider.certificateFile,
    },
    readyPath: '/ready',
  });
  const { origin } = process;
  const redirectUri = `${origin}/done`;
  return {
    name: 'Polis (@boxyhq/saml-jackson)',
    stores:
      'session, code and token for minutes, profile with the token; no trail (TLS to the provider: it takes no http)',
    process,
    neededCalls: 1,
    async logIn() {
      const browser = new Browser();
      const verifier = randomBytes(32).toString('base64url');
      const asked = new URLSearchParams({
        response_type: 'code',
        client_id: 'dummy',
        tenant: 'bench',
        product: 'bench',
        redirect_uri: redirectUri,
        state: randomBytes(16).toString('base64url'),
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256',
      });
      const callback = await browser.follow(await browser.follow(`${origin}/authorize?${asked.toString()}`));
      const end = new URL(await browser.follow(callback));
      const code = end.searchParams.get('code');
      if (code === null) throw new Error(`Polis ended at ${end.href}`);
      const form = new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUri,
        code_verifier: verifier,
      });
      const tokens = JSON.parse(
        await browser.read(`${origin}/token`, {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: form.toString(),
        }),
      ) as { access_token: string };
      const profile = JSON.parse(
        await browser.read(`${origin}/userinfo`, { headers: { authorization: `Bearer ${tokens.access_token}` } }),
      ) as { firstName?: string };
      if (profile.firstName !== 'John') throw new Error(`Polis answered ${JSON.stringify(profile)}`);
    },
  };
}
