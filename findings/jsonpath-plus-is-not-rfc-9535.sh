#!/usr/bin/env bash
# JSONPath as RFC 9535 writes it: a filter without parentheses, the last element by `[-1]`, two names in one pair of brackets. One would expect the value,
# or an error from a library that reads JSONPath otherwise. It answers that nothing was found, as if the document had no such value.
# And `[0]`, which RFC 9535 has for arrays only, finds the member "0" of an object.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . jsonpath-plus@10.4.0 >/dev/null
echo 'jsonpath-plus@10.4.0'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { JSONPath } from 'jsonpath-plus';

const json = { emails: [{ type: 'work', value: 'w@example.com' }, { type: 'home', value: 'h@example.com' }], first: 'A', last: 'B', byNumber: { 0: 'zero' } };
const cases = [
  // path, what RFC 9535 has, what is found
  ["$.emails[?(@.type=='home')].value", ['h@example.com'], ['h@example.com']],
  ["$.emails[?@.type=='home'].value", ['h@example.com'], []],
  ['$.emails[-1:].value', ['h@example.com'], ['h@example.com']],
  ['$.emails[-1].value', ['h@example.com'], []],
  ["$['first']", ['A'], ['A']],
  ["$['first','last']", ['A', 'B'], []],
  ['$.byNumber[0]', [], ['zero']],
];
for (const [path, standard, expected] of cases) {
  const found = JSONPath({ path, json });
  console.log(path.padEnd(36), 'RFC 9535:', JSON.stringify(standard).padEnd(19), 'found:', JSON.stringify(found));
  assert.deepEqual(found, expected);
}
JS
node show.mjs
