#!/usr/bin/env bash
# A client id of letters and dashes, sent in `Authorization: Basic`. RFC 6749 section 2.3.1 has it form-encoded, and form encoding leaves
# `-`, `_` and `.` alone, so one would expect `my-client` to be sent as it is. It is sent as `my%2Dclient`: right for a server that
# decodes, but one that compares the raw text (there are such) knows no such client, although nothing in the id needs encoding.
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

let sent;
const metadata = await tokenEndpoint(({ headers }) => {
  sent = Buffer.from(headers.authorization.slice('Basic '.length), 'base64').toString();
  return { json: { access_token: 'token', token_type: 'bearer' } };
});
const config = new client.Configuration(metadata, 'my-client', {}, client.ClientSecretBasic('a_b.c'));
client.allowInsecureRequests(config);
await client.clientCredentialsGrant(config);
console.log(`my-client:a_b.c is sent as ${sent}`);
console.log(`URLSearchParams would write ${new URLSearchParams({ c: 'my-client', s: 'a_b.c' })}`);
assert.equal(sent, 'my%2Dclient:a%5Fb%2Ec');
process.exit();
JS
node show.mjs
