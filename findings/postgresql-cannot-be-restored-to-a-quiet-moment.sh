#!/usr/bin/env bash
# A restore to a point in time: `recovery_target_time` is ten past two at night, the archive has all of it, and nothing was written after two. One would expect the database as it was at ten past two, which is as it was at two. PostgreSQL does not start: "recovery ended before configured recovery target was reached",
# because it knows that the moment is reached only by a transaction that ended after it. A moment before the last transaction, or no target at all, restores it. PostgreSQL is Debian's (`apt-get install postgresql`).
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
mkdir archive
chmod 777 archive
"${as[@]}" "$programs/initdb" -D "$folder/data" -U postgres -A trust >/dev/null
cat >>data/postgresql.conf <<CONF
listen_addresses = ''
unix_socket_directories = '$folder'
archive_mode = on
archive_command = 'cp %p $folder/archive/%f'
CONF
export PGHOST=$folder PGUSER=postgres
run() { "${as[@]}" "$programs/pg_ctl" -D "$folder/$1" -w -l "$folder/$1.log" start >/dev/null 2>&1; }
sql() { "$programs/psql" -Atqc "$1"; }
run data
sql 'CREATE TABLE event (name text)'
"${as[@]}" "$programs/pg_basebackup" -D "$folder/base" -c fast -X none 2>/dev/null
sql "INSERT INTO event VALUES ('first')"
sleep 1
before=$(sql 'SELECT now()')
sleep 1
sql "INSERT INTO event VALUES ('second')"
sleep 1
quiet=$(sql 'SELECT now()')
sleep 1
sql 'CHECKPOINT'
sql 'SELECT pg_switch_wal()' >/dev/null
"${as[@]}" "$programs/pg_ctl" -D "$folder/data" -m fast -w stop >/dev/null
for target in before quiet none; do
  rm -rf copy
  cp -a base copy
  {
    echo "restore_command = 'cp $folder/archive/%f %p'"
    echo "recovery_target_action = 'promote'"
    echo 'archive_mode = off'
    [ "$target" = none ] || echo "recovery_target_time = '${!target}'"
  } >>copy/postgresql.conf
  "${as[@]}" touch copy/recovery.signal
  rm -f copy.log
  run copy || true
  # A server that gives up does so after it has let readers in.
  for _ in $(seq 50); do grep -qE 'archive recovery complete|FATAL: .*recovery target' copy.log && break; sleep 0.2; done
  if grep -q 'archive recovery complete' copy.log; then
    echo "target $target: $(sql 'SELECT count(*) FROM event') of 2 events"
  else
    echo "target $target: $(grep -o 'recovery ended before.*' copy.log)"
  fi
  "${as[@]}" "$programs/pg_ctl" -D "$folder/copy" -m fast -w stop >/dev/null 2>&1 || true
done | tee seen
diff - seen <<'SEEN'
target before: 1 of 2 events
target quiet: recovery ended before configured recovery target was reached
target none: 2 of 2 events
SEEN
