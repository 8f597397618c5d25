#!/usr/bin/env bash
# A token endpoint asks for a DPoP nonce (RFC 9449 section 8) in answer to an authorization code. An authorization code is used once, so one would
# expect the library to report `use_dpop_nonce`. It sends the request with the same code again by itself: a server that looks at the
# code before the nonce has already spent it, and what the caller sees is `invalid_grant`, with no trace of the first answer.
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

const codes = [];
const metadata = await tokenEndpoint((request, body) => {
  codes.push(body.get('code'));
  return codes.length === 1
    ? { status: 400, headers: { 'dpop-nonce': 'n-1' }, json: { error: 'use_dpop_nonce' } }
    : { status: 400, json: { error: 'invalid_grant' } };
});
const config = new client.Configuration(metadata, 'app', {}, client.ClientSecretPost('secret'));
client.allowInsecureRequests(config);
const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair('ES256'));
const back = new URL('https://app.example/callback?code=used-once');
const error = await client
  .authorizationCodeGrant(config, back, { expectedState: client.skipStateCheck }, {}, { DPoP })
  .then(assert.fail, (thrown) => thrown);
console.log(`requests with the code: ${codes.length}; thrown: ${error.error}`);
assert.deepEqual(codes, ['used-once', 'used-once']);
assert.equal(error.error, 'invalid_grant');
process.exit();
JS
node show.mjs
