#!/usr/bin/env bash
# pg-boss 10, and a job sent before its queue was made: a name misspelt, or a service that sends deployed before the one that works. One would expect an error, or the queue made as it was up to version 9. `send` answers null and `insert` nothing,
# no row is written, no error comes, and a worker that starts on the queue later never sees the job. null is also what `send` answers for a job it throttled.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . pg-boss@10.4.2 @electric-sql/pglite@0.5.14 >/dev/null
echo 'pg-boss@10.4.2, on @electric-sql/pglite@0.5.14'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { PGlite } from '@electric-sql/pglite';
import PgBoss from 'pg-boss';

const db = await PGlite.create();
// pg-boss sends several statements at once when it makes its schema.
const executeSql = async (text, values) => (values?.length ? await db.query(text, values) : ((await db.exec(text)).at(-1) ?? { rows: [] }));
const boss = new PgBoss({ db: { executeSql } });
const errors = [];
boss.on('error', (error) => errors.push(error.message));
await boss.start();
const sent = await boss.send('deliver', { event: 1 });
const inserted = await boss.insert([{ name: 'deliver', data: { event: 2 } }]);
await boss.createQueue('deliver');
const third = await boss.send('deliver', { event: 3 });
const fetched = await boss.fetch('deliver', { batchSize: 10 });
console.log(`no queue yet: send ${sent}, insert ${JSON.stringify(inserted)}; queue made: send ${typeof third}`);
console.log(`a worker gets ${JSON.stringify(fetched.map(({ data }) => data))}, errors ${JSON.stringify(errors)}`);
assert.equal(sent, null);
assert.equal(typeof third, 'string');
assert.deepEqual(fetched.map(({ data }) => data), [{ event: 3 }]);
assert.deepEqual(errors, []);
process.exit();
JS
node show.mjs
