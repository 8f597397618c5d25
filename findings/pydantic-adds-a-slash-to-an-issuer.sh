#!/usr/bin/env bash
# A setting `issuer: HttpUrl` with the value `https://op.example.com`, as the provider writes it in its metadata and tokens. OpenID Connect compares issuers as texts, so one would expect to get back what was given. pydantic gives
# `https://op.example.com/`, and every token is refused for its `iss`; with a path it stays as it is, so that it works with one provider and not with the other. A redirect URI `https://rp.example.com?a=1` gets a slash as well.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check pydantic==2.14.4 PyJWT==2.15.1
echo 'pydantic 2.14.4, PyJWT 2.15.1'
cat >show.py <<'PY'
import jwt
from pydantic import BaseModel, HttpUrl

class Settings(BaseModel):
    issuer: HttpUrl

key = 'a secret of thirty-two characters'
for issuer, same in (('https://op.example.com', False), ('https://op.example.com/realms/a', True), ('https://rp.example.com?a=1', False)):
    kept = str(Settings(issuer=issuer).issuer)
    token = jwt.encode({'iss': issuer}, key, algorithm='HS256')
    try:
        jwt.decode(token, key, algorithms=['HS256'], issuer=kept)
        seen = 'verified'
    except jwt.InvalidIssuerError as error:
        seen = '%s: %s' % (type(error).__name__, error)
    print('%s is kept as %s; a token of it: %s' % (issuer, kept, seen))
    assert (kept == issuer) == same and (seen == 'verified') == same
PY
python/bin/python show.py
