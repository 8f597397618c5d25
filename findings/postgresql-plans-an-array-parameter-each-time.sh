#!/usr/bin/env bash
# A prepared statement that joins `unnest($1)`, executed many times with one value each. One would expect PostgreSQL to plan it anew five times and to keep the plan then, as it does for statements with single values.
# It plans it anew for ever: an array that it sees counts for as many rows as it has, one that is a parameter for ten, so that the kept plan looks too dear. With the parameter in a query of its own, `unnest((SELECT $1))`, both count for ten, and the plan is kept.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . @electric-sql/pglite@0.5.14 >/dev/null
echo '@electric-sql/pglite@0.5.14'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { PGlite } from '@electric-sql/pglite';

const db = await PGlite.create();
console.log((await db.query('SELECT version()')).rows[0].version);
await db.exec('CREATE TABLE thing (name text PRIMARY KEY); INSERT INTO thing SELECT generate_series(1, 20000)::text; ANALYZE thing');

async function plansOf(array) {
  await db.exec(`PREPARE named (text[]) AS SELECT thing.* FROM unnest(${array}) AS asked (name) JOIN thing ON thing.name = asked.name`);
  for (let time = 0; time < 30; time += 1) await db.exec(`EXECUTE named ('{${time}}')`);
  const { rows } = await db.query('SELECT generic_plans::int AS kept, custom_plans::int AS anew FROM pg_prepared_statements');
  await db.exec('DEALLOCATE named');
  console.log(`unnest(${array}): planned anew ${rows[0].anew} of 30 times`);
  return rows[0];
}
assert.deepEqual(await plansOf('$1'), { kept: 0, anew: 30 });
assert.deepEqual(await plansOf('(SELECT $1)'), { kept: 25, anew: 5 });
JS
node show.mjs 2>errors || { cat errors; exit 1; }
