#!/usr/bin/env bash
# `birthdate` of a person whose day of birth is unknown or not given: "1979" (OpenID Connect Core section 5.1 allows it), or "1979-02" of a registry. One would expect dateparser to give 1 January, or nothing. It gives day and month of today, as dateutil does: another birthday each day,
# by which somebody is the same person today and not tomorrow; of 1979-02 the 28th at the end of a month. `REQUIRE_PARTS` of dateparser's settings refuses them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check dateparser==1.5.0 python-dateutil==4.0.0
echo 'dateparser 1.5.0, python-dateutil 4.0.0'
cat >show.py <<'PY'
from datetime import date, datetime

import dateparser
from dateutil import parser

today = date(2026, 11, 30)
def seen(text, expected):
    by_dateparser = dateparser.parse(text, settings={'RELATIVE_BASE': datetime(today.year, today.month, today.day)}).date()
    by_dateutil = parser.parse(text, default=datetime(today.year, today.month, today.day)).date()
    print('%s, read on %s: dateparser %s, dateutil %s' % (text, today, by_dateparser, by_dateutil))
    assert (by_dateparser, by_dateutil) == (expected, expected)

seen('1979-05-17', date(1979, 5, 17))
seen('1979', date(1979, 11, 30))
seen('1979-02', date(1979, 2, 28))
for read in (dateparser.parse('1979'), parser.parse('1979')):
    assert read.month == datetime.now().month, read
assert dateparser.parse('1979', settings={'REQUIRE_PARTS': ['day', 'month', 'year']}) is None
PY
python/bin/python -W ignore show.py
