#!/usr/bin/env bash
# Is it a mobile, which can get a text message? `parsePhoneNumber('+436641234567').getType()`. One would expect MOBILE, as Google's library says, or nothing at all. libphonenumber-js, imported by its own name, says undefined for an Austrian or German mobile and FIXED_LINE for an Italian telephone, so that it looks as if it knew; and takes `+43 1 1234`
# for valid. The patterns it leaves out to be small are in `libphonenumber-js/max`.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . libphonenumber-js@1.13.16 >/dev/null
echo "libphonenumber-js@1.13.16, Node $(node --version)"
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import small from 'libphonenumber-js';
import whole from 'libphonenumber-js/max';

for (const [number, ofSmall, ofWhole] of [
  ['+436641234567', [undefined, true], ['MOBILE', true]],
  ['+491701234567', [undefined, true], ['MOBILE', true]],
  ['+390612345678', ['FIXED_LINE', true], ['FIXED_LINE', true]],
  ['+4311234', [undefined, true], [undefined, false]],
]) {
  const seen = [small, whole].map((parse) => [parse(number).getType(), parse(number).isValid()]);
  console.log(`${number}: type and validity ${seen[0].join(', ')}; with libphonenumber-js/max ${seen[1].join(', ')}`);
  assert.deepEqual(seen, [ofSmall, ofWhole]);
}
JS
node show.mjs
