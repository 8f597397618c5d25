import { randomBytes } from 'node:crypto';
import { Browser } from '../measuring/browser.js';
import { startServer } from '../processes/child-process.js';
import { startHydra } from '../processes/hydra.js';
import type { PostgresqlServer } from '../processes/postgresql.js';
import { deployment, providerBody, startInstance, Workflow } from './countersign.js';
import { type TokenContender, tokenRequest } from './token-contender.js';

const loopback = (origin: string): string => origin.replace('localhost', '127.0.0.1');

/** Countersign, with what its API is called with. */
export interface CountersignTokens extends TokenContender {
  readonly origin: string;
  readonly apiKey: string;
}

/** @param directory another built checkout; default: this one */
export async function startCountersignTokens(
  postgresql: PostgresqlServer,
  { nodeArguments = [], directory }: { readonly nodeArguments?: readonly string[]; readonly directory?: string } = {},
): Promise<CountersignTokens> {
  const database = directory === undefined ? 'countersign_tokens' : 'countersign_tokens_beside';
  const made = deployment(await postgresql.createDatabase(database));
  const process = await startInstance(made, { nodeArguments, ...(directory === undefined ? {} : { directory }) });
  const origin = loopback(process.origin);
  const workflow = new Workflow(origin, made.apiKey);
  const client = (await workflow.post('/v1/oauth-clients', {
    name: 'bench',
    grants: ['client_credentials'],
    scopes: ['providers:read'],
  })) as { clientId: string; clientSecret: string };
  await workflow.post('/v1/providers', providerBody('one', 'https://provider.example', false));
  return {
    name: directory === undefined ? 'Countersign' : `Countersign in ${directory}`,
    stores: 'nothing (a JWT stands on the rows of its client)',
    process,
    origin,
    apiKey: made.apiKey,
    token: tokenRequest(`${origin}/oauth/token`, client.clientId, client.clientSecret),
  };
}

/** oidc-provider 9 alone. */
export async function startBareProvider(): Promise<TokenContender> {
  const clientSecret = randomBytes(32).toString('base64url');
  const process = await startServer({
    name: 'oidc-provider',
    command: [new URL('../servers/oidc-provider-server.js', import.meta.url).pathname],
    environment: { CLIENT_SECRET: clientSecret },
    readyPath: '/ready',
  });
  return {
    name: 'oidc-provider 9 alone, in memory',
    stores: 'nothing; its one client is in its settings',
    process,
    token: tokenRequest(`${loopback(process.origin)}/token`, 'bench', clientSecret),
  };
}

/** Ory Hydra. @param iterations of PBKDF2 over client secrets; null: as it comes */
export async function startHydraTokens(
  postgresql: PostgresqlServer,
  database: string,
  iterations: number | null,
): Promise<TokenContender> {
  const { process, adminOrigin } = await startHydra(
    await postgresql.createDatabase(database),
    iterations === null ? {} : { OAUTH2_HASHERS_PBKDF2_ITERATIONS: String(iterations) },
  );
  const clientSecret = randomBytes(32).toString('base64url');
  const made = await new Browser().read(`${adminOrigin}/admin/clients`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      client_name: 'bench',
      client_secret: clientSecret,
      grant_types: ['client_credentials'],
      scope: 'providers:read',
      token_endpoint_auth_method: 'client_secret_basic',
    }),
  });
  const { client_id: clientId } = JSON.parse(made) as { client_id: string };
  return {
    name: `Ory Hydra 2.3, ${iterations === null ? 'as it comes' : `secrets hashed ${iterations} ×`}`,
    stores: 'each token and its request',
    process,
    token: tokenRequest(`${loopback(process.origin)}/oauth2/token`, clientId, clientSecret),
  };
}
