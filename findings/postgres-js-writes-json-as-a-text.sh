#!/usr/bin/env bash
# JSON that is text already, a webhook's body or what JSON.stringify made, for a column of type jsonb: `${text}::jsonb`. One would expect the object in the column, as with pg, psycopg and psql.
# postgres.js asks the server for the parameter's type, finds jsonb and stringifies the text once more, with or without the cast: the column holds one long JSON text, `->>` finds nothing in it, and no error comes. `${text}::text::jsonb` stores the object.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . postgres@3.4.9 pg@8.23.1 @electric-sql/pglite@0.5.14 @electric-sql/pglite-socket@0.2.17 >/dev/null
echo 'postgres@3.4.9 pg@8.23.1, on @electric-sql/pglite@0.5.14'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import pg from 'pg';
import postgres from 'postgres';

const server = new PGLiteSocketServer({ db: await PGlite.create(), host: '127.0.0.1', port: 0, maxConnections: 2 });
await server.start();
const at = { host: '127.0.0.1', port: Number(server.getServerConn().split(':')[1]), user: 'postgres', database: 'postgres', max: 1 };
const sql = postgres({ ...at, onnotice: () => undefined });
const pool = new pg.Pool(at);
await sql`CREATE TABLE event (name text, body jsonb)`;
const body = '{"type":"verification.finished"}';
await pool.query('INSERT INTO event VALUES ($1, $2)', ['pg, $2', body]);
await sql`INSERT INTO event VALUES ('postgres.js, text', ${body})`;
await sql`INSERT INTO event VALUES ('postgres.js, text::jsonb', ${body}::jsonb)`;
await sql`INSERT INTO event VALUES ('postgres.js, text::text::jsonb', ${body}::text::jsonb)`;
const seen = await sql`SELECT name, jsonb_typeof(body) AS kind, body->>'type' AS type FROM event`;
for (const { name, kind, type } of seen) console.log(`${name}: ${kind}, type ${type}`);
assert.deepEqual(seen.map(({ kind }) => kind), ['object', 'string', 'string', 'object']);
assert.equal(seen[1].type, null);
process.exit();
JS
node show.mjs
