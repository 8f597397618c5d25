#!/usr/bin/env bash
# Two exports of one system, which writes the month first. In the first file no day is above 12. One would expect a reader that does not know the order to leave text, or to keep to one order. DuckDB reads
# 03/04/1980 as the 3 April there and as the 4 March in the second file, because of another row; nothing is said. Polars leaves text where the order cannot be its own, and agrees about the first.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check duckdb==2.0.1 polars==2.1.0
echo 'DuckDB 2.0.1, Polars 2.1.0'
printf 'name,born\nJohn,03/04/1980\nJane,05/06/1981\n' >first.csv
printf 'name,born\nJohn,03/04/1980\nJane,06/25/1981\n' >second.csv
cat >show.py <<'PY'
import duckdb, polars

seen = {}
for name in ('first', 'second'):
    seen[name] = (
        str(duckdb.sql(f"SELECT born FROM '{name}.csv' WHERE name = 'John'").fetchall()[0][0]),
        str(polars.read_csv(f'{name}.csv', try_parse_dates=True)['born'].to_list()[0]),
    )
    print('%s.csv: DuckDB %s, Polars %s' % (name, *seen[name]))
assert seen == {'first': ('1980-04-03', '1980-04-03'), 'second': ('1980-03-04', '03/04/1980')}
PY
python/bin/python show.py
