#!/usr/bin/env bash
# `kid` is optional in a key (RFC 7517 section 4.5). A server publishes its only key without one and names one in its tokens. One would expect
# the only key of the right type to be tried. It is not: "no applicable key found". The other way round, with `kid` in the set only, works.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . jose@6.2.17 >/dev/null
echo 'jose@6.2.17'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { createLocalJWKSet, exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose';

const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
const key = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' };
const token = await new SignJWT({ sub: 'john' }).setProtectedHeader({ alg: 'RS256', kid: 'k1' }).sign(privateKey);
async function verified(keys) {
  try {
    await jwtVerify(token, createLocalJWKSet({ keys }));
    return 'verified';
  } catch (error) {
    return `${error.code}: ${error.message}`;
  }
}

const { kid, ...unnamed } = key;
const seen = { 'kid in the token only': await verified([unnamed]) };
const anonymous = await new SignJWT({}).setProtectedHeader({ alg: 'RS256' }).sign(privateKey);
seen['kid in the set only'] = await jwtVerify(anonymous, createLocalJWKSet({ keys: [key] })).then(() => 'verified');
for (const [place, result] of Object.entries(seen)) console.log(`${place}: ${result}`);
assert.match(seen['kid in the token only'], /^ERR_JWKS_NO_MATCHING_KEY/);
assert.equal(seen['kid in the set only'], 'verified');
JS
node show.mjs
