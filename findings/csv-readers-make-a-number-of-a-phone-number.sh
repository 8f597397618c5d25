#!/usr/bin/env bash
# A table with numbers in E.164. That they begin with + tells them from numbers to count with, so one would expect text, as Polars, DuckDB and PapaParse keep them. pandas, csv-parse (`cast: true`) and d3 (`autoType`)
# read 491701234567: the + is gone without a word, and what is written again, or compared with E.164, is another number.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . csv-parse@7.0.3 d3-dsv@3.0.2 papaparse@5.7.1 >/dev/null
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check duckdb==2.0.1 pandas==3.1.1 polars==2.1.0
echo 'csv-parse@7.0.3 d3-dsv@3.0.2 papaparse@5.7.1; pandas 3.1.1, Polars 2.1.0, DuckDB 2.0.1'
printf 'name,phone\nJohn,+491701234567\nJane,+436641234567\n' >table.csv
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { autoType, csvParse } from 'd3-dsv';
import Papa from 'papaparse';

const text = readFileSync('table.csv', 'utf8');
const seen = {
  'csv-parse': parse(text, { columns: true, cast: true })[0].phone,
  'd3-dsv': csvParse(text, autoType)[0].phone,
  PapaParse: Papa.parse(text, { header: true, dynamicTyping: true }).data[0].phone,
};
console.log(seen);
assert.deepEqual(seen, { 'csv-parse': 491701234567, 'd3-dsv': 491701234567, PapaParse: '+491701234567' });
JS
cat >show.py <<'PY'
import duckdb, pandas, polars

seen = {
    'pandas': pandas.read_csv('table.csv')['phone'].tolist()[0],
    'Polars': polars.read_csv('table.csv')['phone'].to_list()[0],
    'DuckDB': duckdb.sql("SELECT phone FROM 'table.csv'").fetchall()[0][0],
}
print(seen)
assert seen == {'pandas': 491701234567, 'Polars': '+491701234567', 'DuckDB': '+491701234567'}
PY
node show.mjs
python/bin/python show.py
