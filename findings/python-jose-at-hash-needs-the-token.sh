#!/usr/bin/env bash
# A good ID token with `at_hash`, as most providers send beside an access token (for the code flow it is optional, OpenID Connect Core section 3.1.3.6), given to `decode` with key, algorithm and
# audience. One would expect its claims, as from PyJWT: whoever does not use the access token has nothing to compare. It is refused ("No access_token provided to compare against
# at_hash claim"), while the same token without that claim is taken: a login works with one provider and not with the next.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check python-jose==3.5.0 PyJWT==2.15.1
echo 'python-jose 3.5.0, PyJWT 2.15.1'
cat >show.py <<'PY'
import jwt as pyjwt
from jose import jwt

key, claims = 'a secret of thirty-two characters', {'iss': 'https://op.example.com', 'sub': 'john', 'aud': 'app'}
def decoded(token, **more):
    try:
        return 'taken: %s' % sorted(jwt.decode(token, key, algorithms=['HS256'], audience='app', **more))
    except Exception as error:
        return 'refused: %s' % error

plain = jwt.encode(claims, key)
with_hash = jwt.encode(claims, key, access_token='token')
seen = {'without at_hash': decoded(plain), 'with at_hash': decoded(with_hash), 'with at_hash and token': decoded(with_hash, access_token='token')}
for what, result in seen.items():
    print('%s: %s' % (what, result))
print('with at_hash, PyJWT: taken: %s' % sorted(pyjwt.decode(with_hash, key, algorithms=['HS256'], audience='app')))
assert seen['without at_hash'].startswith('taken') and seen['with at_hash and token'].startswith('taken')
assert seen['with at_hash'] == 'refused: No access_token provided to compare against at_hash claim.'
PY
python/bin/python show.py
