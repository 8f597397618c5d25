#!/usr/bin/env bash
# A row of booleans and dates, written as CSV. One would expect `true` and `false`, and a date as text (ISO 8601), as JSON and other CSV writers have it. `true` becomes 1 and `false` nothing
# at all, the same as null and an empty text, so that "not verified" and "not known" are one; a date becomes its milliseconds since 1970. Papa Parse writes true, false and the ISO text.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . csv-stringify@6.9.0 papaparse@5.7.1 >/dev/null
echo 'csv-stringify@6.9.0 papaparse@5.7.1'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { stringify } from 'csv-stringify/sync';
import papaparse from 'papaparse';

const row = [true, false, null, '', new Date('2030-01-31T00:00:00Z')];
const written = stringify([row]).trim();
console.log(`csv-stringify: ${written}\npapaparse:     ${papaparse.unparse([row])}`);
assert.equal(written, '1,,,,1896048000000');
assert.equal(papaparse.unparse([row]), 'true,false,,,2030-01-31T00:00:00.000Z');
JS
node show.mjs
