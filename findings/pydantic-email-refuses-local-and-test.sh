#!/usr/bin/env bash
# Addresses as companies have them inside, `john@company.local`, and as tests have them, `john@example.test` (RFC 6761 keeps `.test` for that). The syntax is right, so one would expect a type for addresses to take both, as it takes
# `.internal`, `.lan` and `.corp`. pydantic's `EmailStr` refuses them as "special-use or reserved": a UserInfo answer or a test with such an address costs the whole object.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check pydantic==2.14.4 email-validator==2.4.0
echo 'pydantic 2.14.4, email-validator 2.4.0'
cat >show.py <<'PY'
from pydantic import BaseModel, EmailStr, ValidationError

class UserInfo(BaseModel):
    sub: str
    email: EmailStr

for domain, good in (('example.com', True), ('company.internal', True), ('company.lan', True), ('company.corp', True), ('company.local', False), ('example.test', False)):
    try:
        UserInfo(sub='john', email='john@' + domain)
        seen = 'taken'
    except ValidationError as error:
        seen = 'refused: %s' % error.errors()[0]['msg']
    print('john@%s: %s' % (domain, seen))
    assert (seen == 'taken') == good
PY
python/bin/python show.py
