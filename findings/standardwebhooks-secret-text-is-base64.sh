#!/usr/bin/env bash
# A secret without the prefix `whsec_`, given as text. One would expect its bytes to be the HMAC key, as with every other webhook signature.
# It is decoded as base64 all the same: a secret that happens to look like base64 signs with other bytes, silently, and one that does
# not is refused. The bytes of a text need `{ format: 'raw' }`.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . standardwebhooks@1.1.1 >/dev/null
echo 'standardwebhooks@1.1.1'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

const secret = 'mysecret';
const at = new Date(1_700_000_000_000);
const signed = (key) => `v1,${createHmac('sha256', key).update('msg_1.1700000000.{}').digest('base64')}`;
const plain = new Webhook(secret).sign('msg_1', at, '{}');
console.log(`'${secret}' as its text signs as its bytes: ${plain === signed(secret)}; as base64 of other bytes: ${plain === signed(Buffer.from(secret, 'base64'))}`);
assert.equal(plain, signed(Buffer.from(secret, 'base64')));
assert.equal(new Webhook(secret, { format: 'raw' }).sign('msg_1', at, '{}'), signed(secret));
assert.throws(() => new Webhook('my secret!'), /incorrect characters/);
console.log(`'my secret!' is refused: ${(() => { try { new Webhook('my secret!'); } catch (error) { return error.message; } })()}`);
JS
node show.mjs
