#!/usr/bin/env bash
# An index and a generated column that call a function of one's own, which calls another one by its plain name, all in `public`: the application works. One would expect that what pg_dump writes can be restored. pg_restore works with an empty `search_path`, the inner function is not found
# ("function normal(text) does not exist"), and neither the table nor its rows are there in the restored database. With the schema in the function's text, or `SET search_path` at the function, all is restored. PostgreSQL is Debian's (`apt-get install postgresql`).
set -euo pipefail
programs=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -1)
[ -x "$programs/pg_dump" ] || { echo 'PostgreSQL is missing'; exit 1; }
folder=$(mktemp -d)
as=()
trap 'for each in data copy; do [ ! -d "$folder/$each" ] || "${as[@]}" "$programs/pg_ctl" -D "$folder/$each" -m immediate stop >/dev/null 2>&1 || true; done; rm -rf "$folder"' EXIT
cd "$folder"
"$programs/postgres" --version
# PostgreSQL does not run as root.
if [ "$(id -u)" = 0 ]; then chmod 777 "$folder"; as=(setpriv --reuid=65534 --regid=65534 --clear-groups); fi
"${as[@]}" "$programs/initdb" -D "$folder/data" -U postgres -A trust >/dev/null
"${as[@]}" "$programs/pg_ctl" -D "$folder/data" -w -l "$folder/log" -o "-c listen_addresses= -k $folder" start >/dev/null
export PGHOST=$folder PGUSER=postgres
for written in normal public.normal; do
  "$programs/dropdb" --if-exists app 2>/dev/null
  "$programs/createdb" app
  "$programs/psql" -qd app <<SQL
CREATE FUNCTION normal(name text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT lower(name)';
CREATE FUNCTION key_of(name text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $written(name)';
CREATE TABLE customer (name text, key text GENERATED ALWAYS AS (key_of(name)) STORED);
CREATE INDEX by_key ON customer (key_of(name));
INSERT INTO customer VALUES ('Ada'), ('Grace');
SQL
  "$programs/pg_dump" -Fc -d app -f "$written.dump"
  "$programs/dropdb" app
  "$programs/createdb" app
  "$programs/pg_restore" -d app "$written.dump" 2>errors && status=0 || status=$?
  rows=$("$programs/psql" -Atqd app -c 'SELECT count(*) FROM customer' 2>/dev/null || echo 'no table')
  echo "the function calls $written: pg_restore ends with $status; rows: $rows; errors: $(grep -m1 -o 'ERROR: .*' errors || echo none)"
done | tee seen
diff - seen <<'SEEN'
the function calls normal: pg_restore ends with 1; rows: no table; errors: ERROR:  function normal(text) does not exist
the function calls public.normal: pg_restore ends with 0; rows: 2; errors: none
SEEN
