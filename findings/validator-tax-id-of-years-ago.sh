#!/usr/bin/env bash
# National identity numbers that are given out today, as identity providers deliver them in claims: Finland has used the separators Y, X, W, V and U beside "-" and B to F beside "A" since 2023, and
# Denmark gives out CPR numbers whose last digit is no check digit since October 2007, because the numbers of some birthdays had run out. One would expect `isTaxID` with the country's locale to know them.
# It answers false for both kinds; python-stdnum says true.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . validator@13.15.35 >/dev/null
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check python-stdnum==2.2
echo 'validator@13.15.35, python-stdnum 2.2'
cat >numbers.json <<'JSON'
[["fi-FI", "131052-308T"], ["fi-FI", "131052Y308T"], ["fi-FI", "131052V308T"], ["dk-DK", "211062-5629"], ["dk-DK", "010165-4321"]]
JSON
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import validator from 'validator';

const seen = JSON.parse(readFileSync('numbers.json', 'utf8')).map(([locale, number]) => {
  const valid = validator.isTaxID(number, locale);
  console.log(`validator      ${locale} ${number}: ${valid}`);
  return valid;
});
assert.deepEqual(seen, [true, false, false, true, false]);
JS
node show.mjs
cat >show.py <<'PY'
import json
from stdnum.dk import cpr
from stdnum.fi import hetu

for locale, number in json.load(open('numbers.json')):
    valid = (hetu if locale == 'fi-FI' else cpr).is_valid(number)
    print(f'python-stdnum  {locale} {number}: {valid}')
    assert valid
PY
venv/bin/python show.py
