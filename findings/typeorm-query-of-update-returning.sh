#!/usr/bin/env bash
# `dataSource.query` answers a SELECT, and an INSERT … RETURNING, with the rows. One would expect the rows of UPDATE … RETURNING and
# DELETE … RETURNING too. These answer with a pair of rows and count, so `const [row] = await query(…)` is a list there; wrapped into
# a WITH and selected from, the same UPDATE answers with the rows.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . typeorm@1.1.1 reflect-metadata@0.2.2 @electric-sql/pglite@0.5.14 @electric-sql/pglite-socket@0.2.17 pg@8.23.1 >/dev/null
echo 'typeorm@1.1.1 reflect-metadata@0.2.2 @electric-sql/pglite@0.5.14 @electric-sql/pglite-socket@0.2.17 pg@8.23.1'
cat >show.mjs <<'JS'
import 'reflect-metadata';
import assert from 'node:assert/strict';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { DataSource, EntitySchema } from 'typeorm';

const db = await PGlite.create();
const server = new PGLiteSocketServer({ db, host: '127.0.0.1', port: 0, maxConnections: 4 });
await server.start();
const Person = new EntitySchema({
  name: 'Person',
  columns: { id: { type: 'int', primary: true }, name: { type: 'text' }, city: { type: 'text', nullable: true } },
});
const dataSource = await new DataSource({
  type: 'postgres', host: '127.0.0.1', port: server.server.address().port, username: 'postgres', database: 'postgres',
  poolSize: 1, entities: [Person], synchronize: true, installExtensions: false, uuidExtension: 'pgcrypto',
}).initialize();
const people = dataSource.getRepository('Person');
await people.insert([{ id: 1, name: 'Ann', city: 'Graz' }, { id: 2, name: 'Bob' }]);

const seen = {
  SELECT: await dataSource.query('SELECT id FROM person WHERE id = 1'),
  INSERT: await dataSource.query("INSERT INTO person (id, name) VALUES (3, 'Cy') RETURNING id"),
  UPDATE: await dataSource.query("UPDATE person SET name = 'Cyd' WHERE id = 3 RETURNING id"),
  'WITH UPDATE': await dataSource.query("WITH u AS (UPDATE person SET name = 'Cy' WHERE id = 3 RETURNING id) SELECT id FROM u"),
  DELETE: await dataSource.query('DELETE FROM person WHERE id = 3 RETURNING id'),
};
for (const [statement, answer] of Object.entries(seen)) console.log(statement, JSON.stringify(answer));
assert.deepEqual(seen, { SELECT: [{ id: 1 }], INSERT: [{ id: 3 }], UPDATE: [[{ id: 3 }], 1], 'WITH UPDATE': [{ id: 3 }], DELETE: [[{ id: 3 }], 1] });
process.exit();
JS
node show.mjs
