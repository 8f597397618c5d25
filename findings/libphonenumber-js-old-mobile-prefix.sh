#!/usr/bin/env bash
# Mexican mobile numbers were written +52 1 … from abroad until 2019, and stand so in many registers. The library knows the country's rules, so one would
# expect both ways of writing to be one number. They are two, and the old one is not valid: a comparison of E.164 texts refuses the right person.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . libphonenumber-js@1.13.16 >/dev/null
echo 'libphonenumber-js@1.13.16'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

const read = (text) => {
  const number = parsePhoneNumberFromString(text);
  return `${number.number} ${number.country} ${number.isValid() ? 'valid' : 'not valid'}`;
};
const [old, present] = [read('+52 1 55 1234 5678'), read('+52 55 1234 5678')];
console.log(`+52 1 55 1234 5678: ${old}\n+52 55 1234 5678: ${present}`);
assert.equal(old, '+5215512345678 MX not valid');
assert.equal(present, '+525512345678 MX valid');
JS
node show.mjs
