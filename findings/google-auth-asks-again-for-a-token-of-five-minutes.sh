#!/usr/bin/env bash
# A token endpoint whose access tokens live five minutes, as many have them. One would expect a client to use one for most of that time. google-auth-library asks for a new one at every single call: it takes a token for expired
# five minutes before it is (`eagerRefreshThresholdMillis`), and `expires_in: 300` is so from the beginning. A token whose life is not told is kept for ever.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . google-auth-library@10.9.1 >/dev/null
echo 'google-auth-library@10.9.1'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { OAuth2Client } from 'google-auth-library';

let life;
let requests;
const server = createServer((request, response) => {
  requests += 1;
  request.resume();
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ access_token: 'token', token_type: 'Bearer', expires_in: life }));
}).listen(0, '127.0.0.1');
await once(server, 'listening');
for (const [each, expected] of [[3600, 1], [330, 1], [300, 3], [60, 3], [undefined, 1]]) {
  [life, requests] = [each, 0];
  const client = new OAuth2Client({ clientId: 'app', clientSecret: 'secret', endpoints: { oauth2TokenUrl: `http://127.0.0.1:${server.address().port}/token` } });
  client.setCredentials({ refresh_token: 'refresh' });
  for (let call = 0; call < 3; call += 1) await client.getAccessToken();
  console.log(`expires_in ${each}: ${requests} token requests for 3 calls`);
  assert.equal(requests, expected);
}
process.exit();
JS
node show.mjs
