#!/usr/bin/env bash
# A condition whose only member turns out to be undefined, or null, is refused by TypeORM 1.x. One would expect the same of a condition with no
# member at all, since it is what remains when a member is left out. `findOneBy({})` answers with some row.
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

const found = async (where) => people.findOneBy(where).then((row) => row?.name ?? null, (error) => `refused: ${error.message.slice(0, 60)}…`);
const seen = { '{ id: undefined }': await found({ id: undefined }), '{ id: null }': await found({ id: null }), '{}': await found({}) };
for (const [where, result] of Object.entries(seen)) console.log(`findOneBy(${where}): ${result}`);
assert.match(seen['{ id: undefined }'], /^refused/);
assert.match(seen['{ id: null }'], /^refused/);
assert.equal(seen['{}'], 'Ann');
process.exit();
JS
node show.mjs
