#!/usr/bin/env bash
# The driver sends a statement with parameters as one write: five messages, which PostgreSQL answers at once. pglite-socket runs each message by itself and
# writes each answer by itself, so that the client is woken five times for one row. PGlite itself takes the five messages as they came, answers with the same
# bytes, and needs about half the time.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
npm install --silent --no-fund --no-audit @electric-sql/pglite@0.5.14 @electric-sql/pglite-socket@0.2.17 pg@8.23.1 >/dev/null
echo '@electric-sql/pglite 0.5.14, @electric-sql/pglite-socket 0.2.17, pg 8.23.1'
cat > try.mjs <<'JS'
import assert from 'node:assert/strict';
import { subscribe } from 'node:diagnostics_channel';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import pg from 'pg';
import { serialize } from 'pg-protocol';

let writes = 0;
// Sockets of the server alone.
subscribe('net.server.socket', ({ socket }) => {
  const write = socket.write.bind(socket);
  socket.write = (...parameters) => {
    writes += 1;
    return write(...parameters);
  };
});
const db = await PGlite.create();
const server = new PGLiteSocketServer({ db, port: 0 });
await server.start();
const [, port] = server.getServerConn().split(':');
const client = new pg.Client({ host: '127.0.0.1', port: Number(port), user: 'postgres', database: 'postgres' });
await client.connect();
writes = 0;
assert.equal((await client.query('SELECT $1::text AS said', ['one'])).rows[0].said, 'one');
console.log(`writes for the answer of one statement: ${writes}`);
assert.equal(writes, 5);
await client.end();
await server.stop();

const messages = [
  serialize.parse({ text: 'SELECT $1::text AS said' }),
  serialize.bind({ values: ['one'] }),
  serialize.describe({ type: 'P' }),
  serialize.execute({}),
  serialize.sync(),
];
async function answer(parts) {
  const pieces = [];
  for (const part of parts)
    await db.execProtocolRawStream(new Uint8Array(part), { onRawData: (data) => pieces.push(Buffer.from(data)) });
  return Buffer.concat(pieces);
}
const together = [Buffer.concat(messages)];
assert.deepEqual(await answer(together), await answer(messages));
for (const [what, parts] of [['one by one', messages], ['together', together], ['one by one', messages], ['together', together]]) {
  const began = performance.now();
  for (let turn = 0; turn < 2000; turn += 1) await answer(parts);
  console.log(`2,000 statements given to PGlite ${what}: ${Math.round(performance.now() - began)} ms`);
}
await db.close();
JS
node try.mjs
