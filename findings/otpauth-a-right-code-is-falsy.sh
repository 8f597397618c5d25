#!/usr/bin/env bash
# `validate` is given the present code. One would expect something true. It returns how many steps the code is away, which is 0 for the very
# code that the authenticator shows now, and null for a wrong one: `if (totp.validate(…))` lets in the neighbours only.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . otpauth@9.5.2 >/dev/null
echo 'otpauth@9.5.2'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { TOTP } from 'otpauth';

const totp = new TOTP({ secret: 'JBSWY3DPEHPK3PXP' });
const timestamp = 1_700_000_000_000;
const codeAt = (seconds) => totp.generate({ timestamp: timestamp + seconds * 1000 });
const seen = [-30, 0, 30].map((seconds) => totp.validate({ token: codeAt(seconds), timestamp, window: 1 }));
console.log(`code of the step before, of now, of the next: ${seen.join(', ')}; a wrong one: ${totp.validate({ token: '000000', timestamp })}`);
assert.deepEqual(seen, [-1, 0, 1]);
assert.equal(totp.validate({ token: '000000', timestamp }), null);
JS
node show.mjs
