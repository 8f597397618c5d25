#!/usr/bin/env bash
# A key set that lists one key twice, member for member the same, as servers do that join the sets of their instances. Whichever is
# taken, the result is the same, so one would expect the token to verify. It is refused because "multiple matching keys" were found.
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

const seen = { once: await verified([key]), twice: await verified([key, { ...key }]) };
for (const [times, result] of Object.entries(seen)) console.log(`${times}: ${result}`);
assert.equal(seen.once, 'verified');
assert.match(seen.twice, /^ERR_JWKS_MULTIPLE_MATCHING_KEYS/);
JS
node show.mjs
