#!/usr/bin/env bash
# A table with a column of web addresses, 70,000 rows, written for Excel. A sheet has room for a million rows of text, so one would expect all of them, at worst not as links. XlsxWriter, and Polars and pandas that write with it, make a link of each text
# that begins with https://, and from the 65,531st on leave the cell empty: a warning for each, and a file without the values. `strings_to_urls: False` writes all, as openpyxl does.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check xlsxwriter==3.3.1 polars==2.1.0 pandas==3.1.1 openpyxl==3.1.5
echo 'XlsxWriter 3.3.1, Polars 2.1.0, pandas 3.1.1, openpyxl 3.1.5'
cat >show.py <<'PY'
import openpyxl, pandas, polars, xlsxwriter

rows = 70_000
column = {'redirect_uri': ['https://app.example.com/return/%d' % number for number in range(rows)]}
polars.DataFrame(column).write_excel('polars.xlsx')
pandas.DataFrame(column).to_excel('pandas.xlsx', engine='xlsxwriter', index=False)
with xlsxwriter.Workbook('plain.xlsx', {'strings_to_urls': False}) as book:
    polars.DataFrame(column).write_excel(book)
pandas.DataFrame(column).to_excel('openpyxl.xlsx', engine='openpyxl', index=False)
empty = {}
for name in ('polars', 'pandas', 'plain', 'openpyxl'):
    sheet = openpyxl.load_workbook(name + '.xlsx', read_only=True).active
    empty[name] = rows - sum(cells[0] is not None for cells in sheet.iter_rows(min_row=2, values_only=True))
    print('%s.xlsx: %d of %d addresses are missing' % (name, empty[name], rows))
assert empty == {'polars': 4470, 'pandas': 4470, 'plain': 0, 'openpyxl': 0}
PY
python/bin/python -W ignore show.py
