#!/usr/bin/env bash
# A token endpoint refuses a client with 401, `WWW-Authenticate: Basic` and the JSON error that RFC 6749 section 5.2 asks for.
# One would expect `error` and `error_description` on what is thrown, as with any other refusal. They are not there: once there is
# a challenge, the body is left unread in `response`, and only `status` and the challenge are told.
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

const refusal = { error: 'invalid_client', error_description: 'the client is locked' };
async function refused(headers) {
  const metadata = await tokenEndpoint(() => ({ status: 401, headers, json: refusal }));
  const config = new client.Configuration(metadata, 'app', {}, client.ClientSecretBasic('secret'));
  client.allowInsecureRequests(config);
  return client.clientCredentialsGrant(config).then(assert.fail, (error) => error);
}

const plain = await refused({});
const challenged = await refused({ 'www-authenticate': 'Basic realm="token"' });
for (const [label, error] of Object.entries({ 'without a challenge': plain, 'with a challenge': challenged }))
  console.log(`401 ${label}: ${error.constructor.name}, error ${error.error}, description ${error.error_description}`);
assert.equal(plain.error, 'invalid_client');
assert.equal(challenged.error, undefined);
assert.equal(challenged.cause[0].parameters.error, undefined);
// What the server said is still there to be read.
assert.deepEqual(await challenged.response.json(), refusal);
process.exit();
JS
node show.mjs
