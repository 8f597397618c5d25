#!/usr/bin/env bash
# A client asks with client_credentials for a scope that its server does not know. RFC 6749 section 5.2 has `invalid_scope` for that, and one would
# expect it here. The answer is 200 with an access token that has no scope at all, and no `scope` member to notice it by.
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
  features: { clientCredentials: { enabled: true } },
});
server.on('request', provider.callback());

for (const scope of ['read', 'raed']) {
  const answer = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from('app:secret').toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope }),
  });
  const body = await answer.json();
  console.log(`scope=${scope}: ${answer.status}, token ${typeof body.access_token}, scope ${body.scope}`);
  assert.equal(answer.status, 200);
  assert.equal(typeof body.access_token, 'string');
  assert.equal(body.scope, scope === 'read' ? 'read' : undefined);
}
process.exit();
JS
node show.mjs
