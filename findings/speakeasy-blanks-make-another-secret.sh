#!/usr/bin/env bash
# A TOTP secret with blanks between its groups, `JBSW Y3DP EHPK 3PXP`, as services show it to be typed. One would expect the code of the same secret without them, as from otpauth, or an error, as from otplib. speakeasy reads
# each blank as a letter of the secret and gives the code of another one, without a word; small letters it takes rightly.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . otplib@13.5.0 otpauth@9.5.2 speakeasy@2.0.0 >/dev/null
echo 'speakeasy@2.0.0 otpauth@9.5.2 otplib@13.5.0'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { TOTP } from 'otpauth';
import { generateSync } from 'otplib';
import speakeasy from 'speakeasy';

const time = 1_700_000_000;
const plain = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
const grouped = plain.replace(/(.{4})(?=.)/g, '$1 ');
const by = {
  speakeasy: (secret) => speakeasy.totp({ secret, encoding: 'base32', time }),
  otpauth: (secret) => new TOTP({ secret }).generate({ timestamp: time * 1000 }),
  otplib: (secret) => generateSync({ secret, epoch: time }),
};
const seen = {};
for (const [name, code] of Object.entries(by)) {
  seen[name] = [plain, plain.toLowerCase(), grouped].map((secret) => {
    try {
      return code(secret);
    } catch (error) {
      return `${error.name}: ${error.message}`;
    }
  });
  console.log(`${name}: plain ${seen[name][0]}, small ${seen[name][1]}, with blanks ${seen[name][2]}`);
}
const right = seen.otpauth[0];
assert.deepEqual(seen.otpauth, [right, right, right]);
assert.deepEqual(seen.speakeasy.slice(0, 2), [right, right]);
assert.match(seen.speakeasy[2], /^\d{6}$/);
assert.notEqual(seen.speakeasy[2], right);
assert.equal(seen.otplib[0], right);
assert.match(seen.otplib[2], /Invalid Base32/);
JS
node show.mjs
