#!/usr/bin/env bash
# Columns in snake_case, read in camelCase: Kysely's CamelCasePlugin, or postgres.js with `transform: postgres.camel`. One would expect the names of columns to change. The members inside a jsonb value change too, at every depth, URNs among them:
# `given_name` of stored claims is read as `givenName`, so a digest or signature over the value does not verify, and what is read and written back is another document. Kysely's `maintainNestedObjectKeys: true` and `postgres.camel.column` leave them alone.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . postgres@3.4.9 kysely@0.28.19 pg@8.23.1 @electric-sql/pglite@0.5.14 @electric-sql/pglite-socket@0.2.17 >/dev/null
echo 'kysely@0.28.19 postgres@3.4.9, on @electric-sql/pglite@0.5.14'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import postgres from 'postgres';

const db = await PGlite.create();
const server = new PGLiteSocketServer({ db, host: '127.0.0.1', port: 0, maxConnections: 4 });
await server.start();
const at = { host: '127.0.0.1', port: Number(server.getServerConn().split(':')[1]), user: 'postgres', database: 'postgres', max: 1 };
const written = '{"given_name":"Ada","urn:example:legal_name":{"family_name":"Lovelace"}}';
await db.query('CREATE TABLE event (signed_claims jsonb)');
await db.query('INSERT INTO event VALUES ($1)', [written]);
const pool = new pg.Pool(at);
const kysely = (options) => new Kysely({ dialect: new PostgresDialect({ pool }), plugins: [new CamelCasePlugin(options)] }).selectFrom('event').selectAll().executeTakeFirstOrThrow();
const postgresJs = async (transform) => (await postgres({ ...at, transform })`SELECT * FROM event`)[0];
const seen = {
  'Kysely, CamelCasePlugin': await kysely(),
  'Kysely, maintainNestedObjectKeys': await kysely({ maintainNestedObjectKeys: true }),
  'postgres.js, postgres.camel': await postgresJs(postgres.camel),
  'postgres.js, postgres.camel.column': await postgresJs({ column: postgres.camel.column }),
};
const changed = '{"urn:example:legalName":{"familyName":"Lovelace"},"givenName":"Ada"}';
const order = (value) => JSON.stringify(Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))));
for (const [name, { signedClaims }] of Object.entries(seen)) {
  console.log(`${name}: signedClaims ${order(signedClaims)}`);
  assert.deepEqual(signedClaims, JSON.parse(/maintain|column/.test(name) ? written : changed));
}
process.exit();
JS
node show.mjs
