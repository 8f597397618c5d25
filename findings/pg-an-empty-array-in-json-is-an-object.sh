#!/usr/bin/env bash
# A column of type jsonb and a JavaScript array as parameter, the way one gives an object. pg writes objects as JSON, so one would expect the array as JSON. It writes every array as an array of PostgreSQL: `['openid']` is `{"openid"}` and refused
# ("invalid input syntax for type json"), which tests find; `[]` is `{}`, which is valid JSON, and stands in the table as an object from then on. Drizzle on pg stringifies by itself, Kysely hands the array on.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . pg@8.23.1 kysely@0.28.19 drizzle-orm@0.45.4 @electric-sql/pglite@0.5.14 @electric-sql/pglite-socket@0.2.17 >/dev/null
echo 'pg@8.23.1 kysely@0.28.19 drizzle-orm@0.45.4, on @electric-sql/pglite@0.5.14'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { drizzle } from 'drizzle-orm/node-postgres';
import { jsonb, pgTable } from 'drizzle-orm/pg-core';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';

const server = new PGLiteSocketServer({ db: await PGlite.create(), host: '127.0.0.1', port: 0, maxConnections: 6 });
await server.start();
const pool = new pg.Pool({ host: '127.0.0.1', port: Number(server.getServerConn().split(':')[1]), user: 'postgres', database: 'postgres', max: 1 });
pool.on('error', () => undefined);
await pool.query('CREATE TABLE client (scopes jsonb)');
const ways = {
  pg: (scopes) => pool.query('INSERT INTO client VALUES ($1)', [scopes]),
  Kysely: (scopes) => new Kysely({ dialect: new PostgresDialect({ pool }) }).insertInto('client').values({ scopes }).execute(),
  Drizzle: (scopes) => drizzle(pool).insert(pgTable('client', { scopes: jsonb('scopes') })).values({ scopes }),
};
async function kept(way, value) {
  await pool.query('TRUNCATE client');
  const failure = await ways[way](value).then(() => undefined, (error) => (error.cause ?? error).message);
  const seen = failure ?? (await pool.query('SELECT scopes::text AS text FROM client')).rows[0].text;
  console.log(`${way}, ${JSON.stringify(value)}: ${seen}`);
  return seen;
}
for (const way of ['pg', 'Kysely']) {
  assert.equal(await kept(way, { a: 1 }), '{"a": 1}');
  assert.equal(await kept(way, ['openid']), 'invalid input syntax for type json');
  assert.equal(await kept(way, []), '{}');
}
assert.equal(await kept('Drizzle', []), '[]');
process.exit();
JS
node show.mjs
