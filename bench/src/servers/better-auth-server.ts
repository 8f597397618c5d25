import { createServer } from 'node:http';
import { type BetterAuthOptions, betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { toNodeHandler } from 'better-auth/node';
import { genericOAuth } from 'better-auth/plugins';
import pg from 'pg';

/** better-auth with its generic OAuth plugin on PostgreSQL, as its documentation sets it up; its rate limit is off. */
const port = Number(process.env['PORT']);
const origin = `http://localhost:${port}`;
const options = {
  baseURL: origin,
  secret: 'a secret of the benchmark, 32 bytes and more',
  database: new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 10 }),
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  logger: { level: 'error' },
  plugins: [
    genericOAuth({
      config: [
        {
          providerId: 'bench',
          discoveryUrl: `${process.env['ISSUER'] ?? ''}/.well-known/openid-configuration`,
          clientId: 'sign',
          clientSecret: 'secret',
          scopes: ['openid', 'profile', 'email'],
          pkce: true,
        },
      ],
    }),
  ],
} satisfies BetterAuthOptions;

const migrations = await getMigrations(options);
await migrations.runMigrations();
const handle = toNodeHandler(betterAuth(options));
createServer((request, response) => {
  if (request.url === '/ready') {
    response.writeHead(200).end();
    return;
  }
  handle(request, response).catch((error: unknown) => {
    console.error(error);
    response.destroy();
  });
}).listen(port, '127.0.0.1');
