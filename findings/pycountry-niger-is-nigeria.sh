#!/usr/bin/env bash
# A country by its English name. One would expect a name that is exactly one country's to find that country first, and one that is in no list to find nothing.
# `search_fuzzy('Niger')` answers Nigeria before Niger, and for Kosovo, which ISO 3166-1 does not have, Serbia (a province of ISO 3166-2 bears the name).
# `lookup`, which compares whole names, knows neither Turkey nor Russia.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check pycountry==26.2.16
echo 'pycountry 26.2.16'
cat >show.py <<'PY'
import pycountry

def fuzzy(name):
    try:
        return [country.alpha_2 for country in pycountry.countries.search_fuzzy(name)][:2]
    except LookupError:
        return []
def lookup(name):
    try:
        return pycountry.countries.lookup(name).alpha_2
    except LookupError:
        return None

for name in ('Niger', 'Kosovo', 'Turkey', 'Russia', 'Austria'):
    print('%s: search_fuzzy %s, lookup %s' % (name, fuzzy(name), lookup(name)))
assert fuzzy('Niger')[0] == 'NG' and lookup('Niger') == 'NE'
assert fuzzy('Kosovo') == ['RS'] and lookup('Kosovo') is None
assert lookup('Turkey') is None and lookup('Russia') is None and lookup('Austria') == 'AT'
PY
python/bin/python show.py
