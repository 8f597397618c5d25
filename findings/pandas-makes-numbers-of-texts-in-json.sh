#!/usr/bin/env bash
# Events in JSON, where what stands in quotation marks is text. That JSON says what is text is why one takes it rather than CSV, so one would expect text. `pandas.read_json` makes numbers of it: the + and leading zeros are lost, of an
# identity number of twenty digits the last ones, and `12e5` of a digest is 1200000; a number becomes a moment where its member ends in `_at` or `_time`. `dtype=False, convert_dates=False` leaves all as it is, as Polars, DuckDB and `json_normalize` do.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check pandas==3.1.1 polars==2.1.0
echo 'pandas 3.1.1, Polars 2.1.0'
cat >show.py <<'PY'
import json
import pandas, polars

written = {'phone': '+491701234567', 'postal': '01099', 'document': '12345678901234567890', 'digest': '12e5', 'birthdate': '1979', 'auth_time': 1700000000}
json.dump([written], open('events.json', 'w'))
read = pandas.read_json('events.json').iloc[0]
for name, value in written.items():
    print('%s %r: %r' % (name, value, read[name]))
assert (read['phone'], read['postal'], read['digest'], read['birthdate']) == (491701234567, 1099, 1200000, 1979)
assert read['document'] == 12345678901234567000 and isinstance(read['auth_time'], pandas.Timestamp)
assert pandas.read_json('events.json', dtype=False, convert_dates=False).to_dict('records') == [written]
assert polars.read_json('events.json').to_dicts() == [written]
assert pandas.json_normalize([written]).to_dict('records') == [written]
PY
python/bin/python -W ignore show.py
