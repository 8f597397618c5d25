#!/usr/bin/env bash
# A provider of type "oidc" in Auth.js (NextAuth) with the scope `openid profile email`. OpenID Connect Core section 5.4 has the claims of these scopes answered at UserInfo when there is an access token, so one would expect name and
# address in the session. Auth.js reads the ID token only and never asks UserInfo: at a provider that goes by that section the user is logged in without name and address, and nothing is logged. `idToken: false` makes it ask.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . @auth/core@0.41.3 jose@6.2.17 >/dev/null
echo '@auth/core@0.41.3'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { Auth } from '@auth/core';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
const key = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' };
let asked = 0;
const idToken = () => new SignJWT({}).setProtectedHeader({ alg: 'RS256', kid: 'k1' }).setSubject('john').setIssuer(issuer).setAudience('app').setIssuedAt().setExpirationTime('1h').sign(privateKey);
const answers = {
  '/.well-known/openid-configuration': () => ({
    issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`, userinfo_endpoint: `${issuer}/userinfo`, jwks_uri: `${issuer}/keys`,
    response_types_supported: ['code'], subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['RS256'],
  }),
  '/keys': () => ({ keys: [key] }),
  '/token': async () => ({ access_token: 'token', token_type: 'Bearer', expires_in: 3600, id_token: await idToken() }),
  '/userinfo': () => {
    asked += 1;
    return { sub: 'john', name: 'John Doe', email: 'John@example.com' };
  },
};
const server = createServer(async (request, response) => {
  request.resume();
  const answer = await answers[request.url]();
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const issuer = `http://127.0.0.1:${server.address().port}`;

/** One login from the form to the session, as a browser does it. */
async function login(settings, callbacks = {}) {
  const provider = { id: 'op', name: 'OP', type: 'oidc', issuer, clientId: 'app', clientSecret: 'secret', checks: ['pkce', 'state'], authorization: { params: { scope: 'openid profile email' } }, ...settings };
  const config = { trustHost: true, secret: 'a secret of thirty-two characters', basePath: '/auth', providers: [provider], callbacks };
  const cookies = {};
  const send = async (path, init = {}) => {
    const headers = { ...init.headers, cookie: Object.entries(cookies).map((pair) => pair.join('=')).join('; ') };
    const response = await Auth(new Request(`https://rp.example.com/auth/${path}`, { ...init, headers }), config);
    for (const cookie of response.headers.getSetCookie()) {
      const [name, value] = cookie.split(';')[0].split(/=(.*)/s);
      cookies[name] = value;
    }
    return response;
  };
  const { csrfToken } = await (await send('csrf')).json();
  const started = await send('signin/op', { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ csrfToken }) });
  const { searchParams } = new URL(started.headers.get('location'));
  await send(`callback/op?${new URLSearchParams({ code: 'code', state: searchParams.get('state') })}`);
  return (await send('session')).json();
}

const usual = await login({});
const askedUsually = asked;
const told = await login({ idToken: false });
console.log(`usually: UserInfo asked ${askedUsually} times, user ${JSON.stringify(usual.user)}`);
console.log(`with idToken: false: UserInfo asked ${asked} times, user ${JSON.stringify(told.user)}`);
assert.deepEqual([askedUsually, usual.user], [0, {}]);
assert.equal(asked, 1);
assert.equal(told.user.name, 'John Doe');
process.exit();
JS
node show.mjs
