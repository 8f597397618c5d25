#!/usr/bin/env bash
# `DateTime.fromISO` reads a date of birth that is no whole date. One would expect '12' and '14:30' to be invalid, or at least to mean the same
# kind of thing as '1200'. '12' is noon of today, '14:30' this afternoon, and '1200' is New Year of the year 1200.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . luxon@3.7.2 >/dev/null
echo 'luxon@3.7.2'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { DateTime } from 'luxon';

const today = DateTime.utc().toISODate();
const read = (text) => DateTime.fromISO(text, { zone: 'utc' });
for (const text of ['12', '14:30', '1200', '2001', '2001-W05', '2001-060', '2001-2-3'])
  console.log(`${text}: ${read(text).toISO() ?? read(text).invalidExplanation}`);
// Unless midnight passes meanwhile.
assert.ok([today, DateTime.utc().toISODate()].includes(read('12').toISODate()));
assert.equal(read('12').hour, 12);
assert.equal(read('14:30').toFormat('HH:mm'), '14:30');
assert.equal(read('1200').toISODate(), '1200-01-01');
assert.equal(read('2001-2-3').isValid, false);
JS
node show.mjs
