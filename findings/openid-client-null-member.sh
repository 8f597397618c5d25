#!/usr/bin/env bash
# A token response with `"refresh_token": null`, as serializers of several languages write what is not there. One would expect null
# to be as good as absent, as it is for `expires_in` in many clients. The whole response is refused, and the token is lost with it,
# while `"expires_in": "3600"`, a string where a number is due, is taken.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . openid-client@6.9.0 >/dev/null
echo 'openid-client@6.9.0'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import * as client from 'openid-client';

async function tokenEndpoint(answer) {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { status = 200, headers = {}, json } = answer(request, new URLSearchParams(body));
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(json));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${server.address().port}`;
  return { issuer, token_endpoint: `${issuer}/token`, authorization_endpoint: `${issuer}/authorize` };
}

async function granted(extra) {
  const metadata = await tokenEndpoint(() => ({ json: { access_token: 'token', token_type: 'Bearer', ...extra } }));
  const config = new client.Configuration(metadata, 'app', {}, client.ClientSecretPost('secret'));
  client.allowInsecureRequests(config);
  return client.clientCredentialsGrant(config).then(
    (tokens) => `accepted, expires_in ${JSON.stringify(tokens.expires_in)}`,
    (error) => `refused: ${error.code}: ${error.cause.message}`,
  );
}
const seen = {};
for (const extra of [{}, { expires_in: '3600' }, { refresh_token: null }, { scope: null }, { id_token: null }]) {
  seen[JSON.stringify(extra)] = await granted(extra);
  console.log(JSON.stringify(extra), '->', seen[JSON.stringify(extra)]);
}
assert.match(seen['{}'], /^accepted/);
assert.match(seen['{"expires_in":"3600"}'], /^accepted, expires_in 3600/);
for (const name of ['refresh_token', 'scope', 'id_token']) assert.match(seen[`{"${name}":null}`], /^refused: OAUTH_INVALID_RESPONSE/);
process.exit();
JS
node show.mjs
