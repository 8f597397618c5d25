#!/usr/bin/env bash
# Tokens whose header names their type, as RFC 9068 (`at+jwt`), RFC 9449 (`dpop+jwt`), RFC 9101 (`oauth-authz-req+jwt`) and RFC 8417 (`secevent+jwt`) have it. zod's check for the form of a JWT takes
# no key and promises nothing but the form, so one would expect it to take any of them. It refuses every `typ` but `JWT` in capitals, `jwt` too (RFC 7515 section 4.1.9: letter case does not count).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . zod@4.6.7 jose@6.2.18 >/dev/null
echo 'zod@4.6.7 jose@6.2.18'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';

const key = new TextEncoder().encode('a secret of thirty-two characters');
for (const typ of [undefined, 'JWT', 'jwt', 'at+jwt', 'dpop+jwt', 'oauth-authz-req+jwt', 'secevent+jwt']) {
  const token = await new SignJWT({ sub: 'john' }).setProtectedHeader({ alg: 'HS256', ...(typ && { typ }) }).sign(key);
  await jwtVerify(token, key, { ...(typ && { typ }) });
  const { success } = z.jwt().safeParse(token);
  console.log(`typ ${typ}: ${success ? 'taken' : 'refused'}`);
  assert.equal(success, typ === undefined || typ === 'JWT');
}
JS
node show.mjs
