#!/usr/bin/env bash
# Swedish personal numbers from two providers, one with ten digits and one with twelve, to be compared: python-stdnum's `compact` is "the minimal representation", so one would expect one of it, as for every other country. It gives 880320-0016 and 19880320-0016, and one person is two.
# The coordination number of somebody who is not registered in Sweden (day of birth plus 60), 701063-2391 with a right check digit, is invalid, while Norway's D numbers and Belgium's BIS numbers, the same idea, are taken.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check python-stdnum==2.2
echo 'python-stdnum 2.2'
cat >show.py <<'PY'
from stdnum.be import bis
from stdnum.exceptions import ValidationError
from stdnum.no import fodselsnummer
from stdnum.se import personnummer

def seen(module, number):
    try:
        found = '%s, born %s' % (module.validate(number), module.get_birth_date(number))
    except ValidationError as refusal:
        found = type(refusal).__name__
    print('%s %s: %s' % (module.__name__, number, found))
    return found

assert seen(personnummer, '880320-0016') == '880320-0016, born 1988-03-20'
assert seen(personnummer, '198803200016') == '19880320-0016, born 1988-03-20'
assert seen(personnummer, '701063-2391') == 'InvalidComponent'
assert seen(fodselsnummer, '53097248016') == '53097248016, born 1972-09-13'
assert seen(bis, '98.47.28-997.65') == '98472899765, born 1998-07-28'
PY
python/bin/python show.py
