import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { controllers } from '@boxyhq/saml-jackson';

/**
 * Polis (SAML Jackson) on PostgreSQL: its library behind the barest HTTP server. Its product runs the same library in
 * Next.js, which costs more; the difference is in its favour here.
 */
const port = Number(process.env['PORT']);
const origin = `http://localhost:${port}`;
const polis = await controllers({
  externalUrl: origin,
  samlPath: '/api/oauth/saml',
  oidcPath: '/callback',
  samlAudience: 'https://saml.example',
  noAnalytics: true,
  db: { engine: 'sql', type: 'postgres', url: process.env['DATABASE_URL'] ?? '', ttl: 300, cleanupLimit: 1000 },
  clientSecretVerifier: 'a secret of the benchmark',
});
await polis.connectionAPIController.createOIDCConnection({
  tenant: 'bench',
  product: 'bench',
  name: 'bench',
  defaultRedirectUrl: `${origin}/done`,
  redirectUrl: [`${origin}/done`],
  oidcDiscoveryUrl: `${process.env['ISSUER'] ?? ''}/.well-known/openid-configuration`,
  oidcClientId: 'sign',
  oidcClientSecret: 'secret',
});

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return new URLSearchParams(Buffer.concat(chunks).toString());
}

const redirect = (response: ServerResponse, url: string | undefined): void => {
  if (url === undefined) response.writeHead(500).end();
  else response.writeHead(302, { location: url }).end();
};
const json = (response: ServerResponse, body: unknown): void => {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', origin);
  const query = Object.fromEntries(url.searchParams);
  switch (url.pathname) {
    case '/authorize':
      redirect(response, (await polis.oauthController.authorize(query as never)).redirect_url);
      return;
    case '/callback':
      redirect(response, (await polis.oauthController.oidcAuthzResponse(query)).redirect_url);
      return;
    case '/token':
      json(response, await polis.oauthController.token(Object.fromEntries(await formOf(request)) as never));
      return;
    case '/userinfo':
      json(
        response,
        await polis.oauthController.userInfo((request.headers.authorization ?? '').replace('Bearer ', '')),
      );
      return;
    default:
      response.writeHead(url.pathname === '/ready' ? 200 : 404).end();
  }
}

createServer((request, response) => {
  serve(request, response).catch((error: unknown) => {
    console.error(error);
    if (!response.headersSent) response.writeHead(500).end();
  });
}).listen(port, '127.0.0.1');
