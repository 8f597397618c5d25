#!/usr/bin/env bash
# Events in JSON, one a line, of which the 151st is the first with a member `reason`. One would expect a column `reason`, null for the others, as pandas and DuckDB make it, or an error, as Polars raises it where a type changes late.
# Polars looks at the first 100 rows and leaves every member out that comes later, without a word: in `read_ndjson`, `scan_ndjson` and `DataFrame(rows)`. `infer_schema_length=None` finds it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check polars==2.1.0 pandas==3.1.1 duckdb==1.5.6
cat >show.py <<'PY'
import json, warnings
import duckdb, pandas, polars

warnings.simplefilter('error')
print('Polars %s, pandas %s, DuckDB %s' % (polars.__version__, pandas.__version__, duckdb.__version__))
rows = [{'id': number, 'type': 'finished'} for number in range(150)] + [{'id': 150, 'type': 'failed', 'reason': 'expired'}]
with open('events.ndjson', 'w') as file:
    file.writelines(json.dumps(row) + '\n' for row in rows)
seen = {
    'Polars read_ndjson': polars.read_ndjson('events.ndjson').columns,
    'Polars scan_ndjson': polars.scan_ndjson('events.ndjson').collect().columns,
    'Polars DataFrame(rows)': polars.DataFrame(rows).columns,
    'Polars read_ndjson, infer_schema_length=None': polars.read_ndjson('events.ndjson', infer_schema_length=None).columns,
    'pandas read_json': list(pandas.read_json('events.ndjson', lines=True).columns),
    'DuckDB read_json': duckdb.sql("from read_json('events.ndjson')").columns,
}
for name, columns in seen.items():
    print('%s: %s' % (name, ', '.join(columns)))
assert [('reason' in columns) for columns in seen.values()] == [False, False, False, True, True, True]
PY
python/bin/python show.py
