#!/usr/bin/env bash
# A pool of pg with `statement_timeout: 5000`, and PgBouncer before the database. One would expect the timeout to hold, or to need a setting. PgBouncer refuses the connection, "unsupported startup parameter: statement_timeout", and its manual names the setting, `ignore_startup_parameters`: with that the connection stands and the timeout is not in force, since ignoring is all it does. `SHOW statement_timeout` says 0,
# and nothing says that a limit was asked for. `ALTER ROLE … SET statement_timeout`, or pg's `query_timeout` besides, hold.
# PgBouncer and PostgreSQL are Debian's (`apt-get install pgbouncer postgresql`).
set -euo pipefail
command -v pgbouncer >/dev/null || { echo 'pgbouncer is missing'; exit 1; }
native=$(echo /usr/lib/postgresql/*/bin | tr ' ' '\n' | tail -1)
folder=$(mktemp -d)
servers=()
trap 'kill "${servers[@]}" 2>/dev/null; wait; rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . pg@8.23.1 >/dev/null
# PostgreSQL and PgBouncer do not run as root.
as=()
if [ "$(id -u)" = 0 ]; then chmod 777 "$folder"; as=(setpriv --reuid=65534 --regid=65534 --clear-groups); fi
ports=$(node -e "const n=require('net');const s=[1,2,3].map(()=>n.createServer().listen(0,'127.0.0.1'));setTimeout(()=>{console.log(s.map((one)=>one.address().port).join(' '));process.exit()},200)")
read -r database refuses ignores <<<"$ports"
"${as[@]}" "$native/initdb" -D "$folder/data" -U postgres -A trust >/dev/null
"${as[@]}" "$native/postgres" -D "$folder/data" -p "$database" -c listen_addresses=127.0.0.1 -k "$folder" >postgres.log 2>&1 &
servers+=($!)
for port in "$refuses" "$ignores"; do
  printf '[databases]\npostgres = host=127.0.0.1 port=%s user=postgres\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = %s\nauth_type = any\npool_mode = transaction\nunix_socket_dir =\n' "$database" "$port" >"$port.ini"
  [ "$port" = "$refuses" ] || echo 'ignore_startup_parameters = statement_timeout' >>"$port.ini"
  "${as[@]}" pgbouncer "$port.ini" >"$port.log" 2>&1 &
  servers+=($!)
done
echo "$(pgbouncer --version | head -1), $("$native/postgres" --version), pg@8.23.1"
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

async function timeout(port, options) {
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres', ...options });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query('SHOW statement_timeout')).rows[0].statement_timeout;
  } catch ({ message }) {
    return message;
  } finally {
    await client.end().catch(() => undefined);
  }
}
const [database, refuses, ignores] = process.argv.slice(2).map(Number);
for (const port of [database, refuses, ignores]) for (let attempt = 0; attempt < 50 && (await timeout(port, {})) !== '0'; attempt += 1) await sleep(200);
for (const [what, port, expected] of [
  ['PostgreSQL', database, '5s'],
  ['PgBouncer', refuses, 'unsupported startup parameter: statement_timeout'],
  ['PgBouncer with ignore_startup_parameters', ignores, '0'],
]) {
  const seen = await timeout(port, { statement_timeout: 5_000 });
  console.log(`${what}: ${seen}`);
  assert.equal(seen, expected);
}
JS
node show.mjs $ports
