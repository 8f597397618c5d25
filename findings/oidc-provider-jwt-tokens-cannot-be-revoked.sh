#!/usr/bin/env bash
# Introspection and revocation are switched on, and a client asks about its own access token. One would expect an answer for every
# access token that the server issues. Those that are JWTs get `unsupported_token_type` at both endpoints: they are not stored.
# Opaque ones of the same server are introspected and revoked.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . oidc-provider@9.13.3 >/dev/null
echo 'oidc-provider@9.13.3'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const server = createServer().listen(0, '127.0.0.1');
await once(server, 'listening');
const issuer = `http://127.0.0.1:${server.address().port}`;
const provider = new Provider(issuer, {
  clients: [{ client_id: 'app', client_secret: 'secret', grant_types: ['client_credentials'], redirect_uris: [], response_types: [] }],
  scopes: ['read'],
  features: {
    clientCredentials: { enabled: true },
    introspection: { enabled: true, allowedPolicy: () => true },
    revocation: { enabled: true, allowedPolicy: () => true },
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: (_context, resource) => ({ scope: 'read', accessTokenFormat: resource.endsWith('/jwt') ? 'jwt' : 'opaque' }),
    },
  },
});
server.on('request', provider.callback());

async function post(path, parameters) {
  const authorization = `Basic ${Buffer.from('app:secret').toString('base64')}`;
  const answer = await fetch(issuer + path, { method: 'POST', headers: { authorization }, body: new URLSearchParams(parameters) });
  return { status: answer.status, body: JSON.parse((await answer.text()) || 'null') };
}

for (const format of ['opaque', 'jwt']) {
  const resource = `https://api.example/${format}`;
  const { body } = await post('/token', { grant_type: 'client_credentials', scope: 'read', resource });
  const introspected = await post('/token/introspection', { token: body.access_token });
  const revoked = await post('/token/revocation', { token: body.access_token });
  console.log(`${format}: introspection ${introspected.status} ${introspected.body.error ?? `active ${introspected.body.active}`}, revocation ${revoked.status} ${revoked.body?.error ?? ''}`);
  if (format === 'opaque') assert.deepEqual([introspected.body.active, revoked.status], [true, 200]);
  else assert.deepEqual([introspected.body.error, revoked.body.error], ['unsupported_token_type', 'unsupported_token_type']);
}
process.exit();
JS
node show.mjs
