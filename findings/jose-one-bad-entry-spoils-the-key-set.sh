#!/usr/bin/env bash
# RFC 7517 section 5 lets readers ignore keys of a set that they do not understand. jose does so for an unknown `kty`, so one would expect a stray
# `null` to be passed over too. It makes the whole set "malformed", and the good key beside it is of no use.
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

const seen = {
  'the key': await verified([key]),
  'the key and one of an unknown type': await verified([key, { kty: 'NEW', kid: 'k2' }]),
  'the key and null': await verified([key, null]),
};
for (const [set, result] of Object.entries(seen)) console.log(`${set}: ${result}`);
assert.deepEqual(Object.values(seen), ['verified', 'verified', 'ERR_JWKS_INVALID: JSON Web Key Set malformed']);
JS
node show.mjs
