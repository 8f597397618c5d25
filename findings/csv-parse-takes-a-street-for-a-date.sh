#!/usr/bin/env bash
# A table of people with addresses, read with `cast_date`. One would expect what is written as a date to become one. Whatever ends in a number does, "Hauptstrasse 5" as the first of May 2001 and the
# postal code 01099 (with `cast: true`) as a number, while the day of birth 17.05.1980 stays text.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . csv-parse@7.0.3 >/dev/null
echo "csv-parse@7.0.3, Node $(node --version)"
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';

const [row] = parse('name,street,flat,born\nJohn,Hauptstrasse 5,Top 12,17.05.1980\n', { columns: true, cast: true, cast_date: true });
console.log(row);
assert.ok(row.street instanceof Date && row.street.getFullYear() === 2001 && row.street.getMonth() === 4);
assert.ok(row.flat instanceof Date);
assert.equal(row.born, '17.05.1980');
JS
node show.mjs
