#!/usr/bin/env bash
# Two processes open one data directory. PostgreSQL keeps a lock there (postmaster.pid), so one would expect the second to be refused. Both open it, and each inserts a row, sees its own and not
# the other's, without an error at either. What is found after both have closed in good order is what the last one wrote: the row of the first, committed, is gone.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . @electric-sql/pglite@0.5.14 >/dev/null
echo '@electric-sql/pglite@0.5.14'
cat >one.mjs <<'JS'
import { createInterface } from 'node:readline';
import { PGlite } from '@electric-sql/pglite';

const [, , who] = process.argv;
const database = await PGlite.create('data');
await database.query('CREATE TABLE IF NOT EXISTS rows (who text)');
console.log('open');
for await (const order of createInterface({ input: process.stdin })) {
  if (order === 'insert') await database.query('INSERT INTO rows VALUES ($1)', [who]);
  const { rows } = await database.query('SELECT who FROM rows');
  if (order === 'close') await database.close();
  console.log(rows.map((row) => row.who).join(' '));
  if (order === 'close') process.exit();
}
JS
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

async function opened(who) {
  const child = spawn(process.execPath, ['one.mjs', who], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  assert.equal((await lines.next()).value, 'open');
  return async (order) => {
    child.stdin.write(`${order}\n`);
    const { value } = await lines.next();
    console.log(`${who}: ${order}, rows: ${value}`);
    return value;
  };
}
await (await opened('before'))('close');
const [first, second] = [await opened('first'), await opened('second')];
assert.equal(await first('insert'), 'first');
assert.equal(await second('insert'), 'second');
await first('close');
await second('close');
assert.equal(await (await opened('after'))('close'), 'second');
process.exit();
JS
node show.mjs
