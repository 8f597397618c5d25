#!/usr/bin/env bash
# Somebody born on 29 February 2008, and the 28 February 2026. How many years old somebody is seems a matter of arithmetic, so one would expect one answer, or an option. date-fns, PostgreSQL
# (`age`) and Java (`Period`) count 17, as German and British law do; luxon, Day.js, dateutil and DuckDB count 18. `intervalToDuration` of date-fns says 17 years and 12 months.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . @electric-sql/pglite@0.5.4 date-fns@4.4.0 dayjs@1.11.23 luxon@3.7.2 >/dev/null
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check duckdb==2.0.1 python-dateutil==4.0.0
echo "date-fns@4.4.0 dayjs@1.11.23 luxon@3.7.2 @electric-sql/pglite@0.5.4; duckdb 2.0.1, python-dateutil 4.0.0; $(java -version 2>&1 | head -1)"
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { PGlite } from '@electric-sql/pglite';
import { differenceInYears, intervalToDuration } from 'date-fns';
import dayjs from 'dayjs';
import { DateTime } from 'luxon';

const [start, end] = [new Date(2008, 1, 29), new Date(2026, 1, 28)];
const database = new PGlite();
const { rows } = await database.query("SELECT extract(year FROM age(date '2026-02-28', date '2008-02-29'))::int AS years");
await database.close();
const seen = {
  'date-fns': differenceInYears(end, start),
  PostgreSQL: rows[0].years,
  luxon: Math.floor(DateTime.fromISO('2026-02-28').diff(DateTime.fromISO('2008-02-29'), 'years').years),
  'Day.js': dayjs('2026-02-28').diff('2008-02-29', 'year'),
};
console.log(seen, 'intervalToDuration', intervalToDuration({ start, end }));
assert.deepEqual(seen, { 'date-fns': 17, PostgreSQL: 17, luxon: 18, 'Day.js': 18 });
assert.deepEqual(intervalToDuration({ start, end }), { years: 17, months: 12 });
JS
cat >show.py <<'PY'
from datetime import date
import duckdb
from dateutil.relativedelta import relativedelta

seen = {
    'dateutil': relativedelta(date(2026, 2, 28), date(2008, 2, 29)).years,
    'DuckDB': duckdb.sql("SELECT date_sub('year', date '2008-02-29', date '2026-02-28')").fetchall()[0][0],
}
print(seen)
assert seen == {'dateutil': 18, 'DuckDB': 18}
PY
cat >Show.java <<'JAVA'
import java.time.LocalDate;
import java.time.Period;

public class Show {
  public static void main(String[] arguments) {
    int years = Period.between(LocalDate.of(2008, 2, 29), LocalDate.of(2026, 2, 28)).getYears();
    System.out.println("Java: " + years);
    if (years != 17) System.exit(1);
  }
}
JAVA
node show.mjs
python/bin/python show.py
java Show.java
