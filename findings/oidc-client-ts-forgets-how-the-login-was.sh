#!/usr/bin/env bash
# An application asks for `acr_values` and `max_age`, and the ID token answers with `acr`, `amr` and `auth_time`. `user.profile` is made of the ID token's claims and has `iss`, `aud` and `exp`, so one
# would expect these three to compare with what was asked for. They are left out, as `azp` and `jti` are, unless `filterProtocolClaims` is false; nothing in the library compares them either.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . oidc-client-ts@3.5.0 jose@6.2.18 >/dev/null
echo 'oidc-client-ts@3.5.0'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { generateKeyPair, SignJWT } from 'jose';
import { InMemoryWebStorage, OidcClient, WebStorageStateStore } from 'oidc-client-ts';

const { privateKey } = await generateKeyPair('RS256');
let authority;
const server = createServer(async (request, response) => {
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: authority, aud: 'client', sub: 'john', iat: now, exp: now + 60, auth_time: now - 5, acr: 'high', amr: ['mfa'], jti: '1' };
  response.setHeader('content-type', 'application/json');
  const id_token = await new SignJWT(claims).setProtectedHeader({ alg: 'RS256' }).sign(privateKey);
  response.end(JSON.stringify({ access_token: 'a', token_type: 'Bearer', expires_in: 60, id_token }));
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
authority = `http://127.0.0.1:${server.address().port}`;
async function login(settings) {
  const redirect_uri = 'http://127.0.0.1/callback';
  const client = new OidcClient({
    authority,
    client_id: 'client',
    redirect_uri,
    acr_values: 'high',
    max_age: 60,
    metadata: { issuer: authority, authorization_endpoint: `${authority}/authorize`, token_endpoint: `${authority}/token` },
    stateStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
    ...settings,
  });
  const { url } = await client.createSigninRequest({});
  const { profile } = await client.processSigninResponse(`${redirect_uri}?code=c&state=${new URL(url).searchParams.get('state')}`);
  return Object.keys(profile).join(' ');
}
const seen = { usual: await login({}), 'filterProtocolClaims: false': await login({ filterProtocolClaims: false }) };
server.close();
for (const [settings, claims] of Object.entries(seen)) console.log(`${settings}: ${claims}`);
assert.equal(seen.usual, 'iss aud sub iat exp');
assert.match(seen['filterProtocolClaims: false'], /auth_time acr amr/);
JS
node show.mjs
