#!/usr/bin/env bash
# A `jwks_uri` that answers with a redirect to where the keys are now (a moved provider, a CDN). One would expect it to be followed, as `fetch` does by itself and a
# browser does. Neither jose nor jwks-rsa follows it: "Expected 200 OK", and "Found". The same server's 203 (a cache that changed something on the way)
# is an error for jose as well.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . jose@6.2.17 jwks-rsa@4.1.0 >/dev/null
echo 'jose@6.2.17 jwks-rsa@4.1.0'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createRemoteJWKSet, exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose';
import jwksClient from 'jwks-rsa';

const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' }] });
const token = await new SignJWT({}).setProtectedHeader({ alg: 'RS256', kid: 'k1' }).sign(privateKey);
const server = createServer((request, response) => {
  if (request.url === '/old') response.writeHead(302, { location: '/keys' }).end();
  else response.writeHead(request.url === '/203' ? 203 : 200, { 'content-type': 'application/json' }).end(keys);
}).listen(0, '127.0.0.1');
await once(server, 'listening');

async function shown(path) {
  const uri = `http://127.0.0.1:${server.address().port}${path}`;
  const outcome = (result) => result.then(() => 'verified', (error) => error.message);
  const seen = {
    fetch: await fetch(uri).then(async (response) => `${(await response.json()).keys.length} key`),
    jose: await outcome(jwtVerify(token, createRemoteJWKSet(new URL(uri)))),
    'jwks-rsa': await outcome(jwksClient({ jwksUri: uri }).getSigningKey('k1')),
  };
  console.log(path, seen);
  return seen;
}
assert.deepEqual(await shown('/keys'), { fetch: '1 key', jose: 'verified', 'jwks-rsa': 'verified' });
const moved = await shown('/old');
assert.equal(moved.fetch, '1 key');
assert.match(moved.jose, /Expected 200 OK/);
assert.equal(moved['jwks-rsa'], 'Found');
assert.match((await shown('/203')).jose, /Expected 200 OK/);
process.exit();
JS
node show.mjs
