#!/usr/bin/env bash
# The socket server takes several connections (`maxConnections`). One would expect a session for each, as PostgreSQL has. All are one session:
# both get an exclusive advisory lock, a setting of one is the other's too, and the second to prepare a named statement is told that it
# "already exists", which breaks node-postgres' named queries in any pool larger than one.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . @electric-sql/pglite@0.5.14 @electric-sql/pglite-socket@0.2.17 pg@8.23.1 >/dev/null
echo '@electric-sql/pglite@0.5.14 @electric-sql/pglite-socket@0.2.17 pg@8.23.1'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import pg from 'pg';

const db = await PGlite.create();
const server = new PGLiteSocketServer({ db, host: '127.0.0.1', port: 0, maxConnections: 4 });
await server.start();
const { port } = server.server.address();
async function connect() {
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres' });
  await client.connect();
  return client;
}

const [one, other] = [await connect(), await connect()];
const lock = async (client) => (await client.query('SELECT pg_try_advisory_lock(7) AS got')).rows[0].got;
const locks = [await lock(one), await lock(other)];
await one.query("SET application_name = 'one'");
const { application_name } = (await other.query('SHOW application_name')).rows[0];
await one.query({ name: 'find', text: 'SELECT 1' });
const prepared = await other.query({ name: 'find', text: 'SELECT 1' }).then(() => 'works', (error) => error.message);
console.log(`exclusive lock: ${locks}; the other's application_name: ${application_name}; same named query on the other: ${prepared}`);
assert.deepEqual(locks, [true, true]);
assert.equal(application_name, 'one');
assert.equal(prepared, 'prepared statement "find" already exists');
process.exit();
JS
node show.mjs
