#!/usr/bin/env bash
# `save` is given some columns of a row that exists. It updates just these, as documented, and one would expect the entity that it returns to be
# the row, or to have the given columns only. The returned one says null for a column that was not given, while the row keeps its
# value: who goes on with the answer, or saves it again, has lost it.
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

const saved = await people.save({ id: 1, name: 'Anna' });
const row = await people.findOneBy({ id: 1 });
console.log('save answers', saved, 'and the row is', row);
assert.equal(saved.city, null);
assert.equal(row.city, 'Graz');
await people.save(saved);
console.log('after saving the answer the row is', await people.findOneBy({ id: 1 }));
assert.equal((await people.findOneBy({ id: 1 })).city, null);
process.exit();
JS
node show.mjs
