#!/usr/bin/env bash
# A strategy with `userInfoURL` and the `profile` scope, and a provider that answers name and address at UserInfo, as OpenID Connect Core section 5.4 has it for a code. One would expect it to be asked. It is asked
# only if the function that one gives has nine parameters: with the three of the README, and with `(...all)`, the profile is the `id` alone. `skipUserProfile: false` has it asked; `email_verified` is lost then as well.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . passport-openidconnect@0.1.2 passport@0.7.0 jose@6.2.18 >/dev/null
echo 'passport-openidconnect@0.1.2 passport@0.7.0'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { generateKeyPair, SignJWT } from 'jose';
import Strategy from 'passport-openidconnect';

const { privateKey } = await generateKeyPair('RS256');
const session = {};
let issuer;
let asked;
const server = createServer(async (request, response) => {
  response.setHeader('content-type', 'application/json');
  if (request.url.startsWith('/userinfo')) {
    asked = true;
    return response.end(JSON.stringify({ sub: 'john', name: 'John Doe', email: 'john@example.com', email_verified: true, birthdate: '1980-05-17' }));
  }
  const now = Math.floor(Date.now() / 1000);
  const { nonce } = session;
  const id_token = await new SignJWT({ iss: issuer, aud: 'client', sub: 'john', iat: now, exp: now + 60, nonce }).setProtectedHeader({ alg: 'RS256' }).sign(privateKey);
  response.end(JSON.stringify({ access_token: 'a', token_type: 'Bearer', id_token }));
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
issuer = `http://127.0.0.1:${server.address().port}`;
async function login(verify, settings) {
  asked = false;
  let user;
  const strategy = new Strategy(
    {
      issuer,
      authorizationURL: `${issuer}/authorize`,
      tokenURL: `${issuer}/token`,
      userInfoURL: `${issuer}/userinfo`,
      clientID: 'client',
      clientSecret: 'secret',
      callbackURL: 'http://127.0.0.1/callback',
      scope: ['profile', 'email'],
      ...settings,
    },
    verify((profile) => (user = profile)),
  );
  const run = (query) =>
    new Promise((done, failed) => {
      const one = Object.create(strategy);
      Object.assign(one, { redirect: done, success: done, fail: (info) => failed(new Error(info?.message)), error: failed });
      one.authenticate({ query, session, headers: {}, connection: {} }, {});
    });
  const { searchParams } = new URL(await run({}));
  session.nonce = searchParams.get('nonce') ?? undefined;
  await run({ code: 'c', state: searchParams.get('state') });
  return { asked, profile: user };
}
const three = (keep) => (_issuer, profile, done) => done(null, keep(profile));
const seen = {
  'three parameters': await login(three, {}),
  'a rest parameter': await login((keep) => (...all) => all.at(-1)(null, keep(all[1])), {}),
  'nine parameters': await login((keep) => (_issuer, profile, _id, _context, _token, _access, _refresh, _answer, done) => done(null, keep(profile)), {}),
  'three, skipUserProfile: false': await login(three, { skipUserProfile: false }),
};
server.close();
for (const [form, result] of Object.entries(seen)) console.log(form, JSON.stringify(result));
assert.deepEqual(Object.values(seen).map((one) => one.asked), [false, false, true, true]);
assert.deepEqual(seen['three parameters'].profile, { id: 'john' });
assert.deepEqual(seen['three, skipUserProfile: false'].profile, { id: 'john', displayName: 'John Doe', emails: [{ value: 'john@example.com' }] });
JS
node show.mjs 2>&1 | grep -v DEP0005
