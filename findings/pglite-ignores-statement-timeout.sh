#!/usr/bin/env bash
# `SET statement_timeout` is accepted and shown. One would expect it to end a long statement, as PostgreSQL does. Nothing ends it: PGlite has
# one thread and no signals to interrupt it with.
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
await db.exec("SET statement_timeout = '20ms'");
console.log('statement_timeout:', (await db.query('SHOW statement_timeout')).rows[0].statement_timeout);
const began = performance.now();
const { rows } = await db.query('SELECT count(*) AS n FROM generate_series(1, 5000000)');
const took = Math.round(performance.now() - began);
console.log(`counted ${rows[0].n} rows in ${took} ms`);
assert.equal(Number(rows[0].n), 5_000_000);
assert.ok(took > 20);
process.exit();
JS
node show.mjs
