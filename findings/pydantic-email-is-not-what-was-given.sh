#!/usr/bin/env bash
# A member of type `EmailStr`, given `John Doe <john@example.com>`. That is no address but a mailbox with a name, so one would expect it to be refused. pydantic takes it and keeps the address only, without a word. Of an address
# at `xn--e1aybc.xn--p1ai` it keeps the Cyrillic spelling: what comes out is not what came in, and no longer equals what a provider or a database has.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check pydantic==2.14.4 email-validator==2.4.0
echo 'pydantic 2.14.4, email-validator 2.4.0'
cat >show.py <<'PY'
from pydantic import EmailStr, TypeAdapter

email = TypeAdapter(EmailStr)
expected = {'john@example.com': 'john@example.com', 'John Doe <john@example.com>': 'john@example.com', 'john@xn--e1aybc.xn--p1ai': 'john@\u0442\u0435\u0441\u0442.\u0440\u0444'}
for given, kept in expected.items():
    seen = email.validate_python(given)
    print('%s: kept as %s' % (given, seen))
    assert seen == kept
PY
python/bin/python show.py
