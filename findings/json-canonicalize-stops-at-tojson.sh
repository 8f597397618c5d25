#!/usr/bin/env bash
# A JSON text with a member named "toJSON", canonicalized by RFC 8785: members sorted, at every depth. A member's name is data, so one would expect it to be sorted like any other.
# An object that has such a member is written as it is, unsorted, with all that is below it: two texts of the same value get two canonical forms, and two hashes.
# The library canonicalize sorts them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . canonicalize@2.1.0 json-canonicalize@3.0.1 >/dev/null
echo 'json-canonicalize@3.0.1 canonicalize@2.1.0'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import canonicalize from 'canonicalize';
import { canonicalize as jsonCanonicalize } from 'json-canonicalize';

const one = '{"b":1,"a":{"d":2,"c":3},"toJSON":true}';
const same = '{"a":{"c":3,"d":2},"toJSON":true,"b":1}';
for (const text of ['{"b":1,"a":2}', one, same]) console.log(`${text} -> ${jsonCanonicalize(JSON.parse(text))}`);
console.log(`canonicalize: ${canonicalize(JSON.parse(one))}`);
assert.equal(jsonCanonicalize(JSON.parse('{"b":1,"a":2}')), '{"a":2,"b":1}');
assert.equal(jsonCanonicalize(JSON.parse(one)), one);
assert.equal(jsonCanonicalize(JSON.parse(same)), same);
assert.equal(canonicalize(JSON.parse(one)), canonicalize(JSON.parse(same)));
JS
node show.mjs
