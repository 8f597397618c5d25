import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

/** oidc-provider and nothing else: one client in its settings, everything in memory, client credentials answered with a JWT. */
const port = Number(process.env['PORT']);
const audience = 'https://api.example/v1';
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

const provider = new Provider(`http://127.0.0.1:${port}`, {
  jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig', kid: 'bench' }] },
  clients: [
    {
      client_id: 'bench',
      client_secret: process.env['CLIENT_SECRET'] ?? '',
      token_endpoint_auth_method: 'client_secret_basic',
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
      scope: 'providers:read',
      id_token_signed_response_alg: 'ES256',
    },
  ],
  scopes: ['providers:read'],
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => audience,
      getResourceServerInfo: () => ({
        scope: 'providers:read',
        audience,
        accessTokenFormat: 'jwt',
        accessTokenTTL: 3600,
        jwt: { sign: { alg: 'ES256' } },
      }),
    },
  },
});

const answer = provider.callback();
createServer((request, response) => {
  if (request.url === '/ready') response.writeHead(200).end();
  else void answer(request, response);
}).listen(port, '127.0.0.1');
