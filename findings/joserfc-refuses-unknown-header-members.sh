#!/usr/bin/env bash
# A rightly signed token whose header has one member more (`nonce`, as Microsoft's access tokens have; a provider's own). RFC 7515 section 4: what is not understood
# MUST be ignored, unless `crit` names it, so one would expect it to be verified, as it is by PyJWT. It is refused, with "Unsupported … in header":
# each such name has to be declared in a registry of one's own.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check joserfc==1.8.0 PyJWT==2.15.1 cryptography==50.0.2
echo 'joserfc 1.8.0, PyJWT 2.15.1'
cat >show.py <<'PY'
import jwt as pyjwt
from joserfc import jws, jwt
from joserfc.jwk import OctKey

key = 'a secret of thirty-two characters'
def read_by_joserfc(token, **options):
    try:
        return 'verified: %s' % jwt.decode(token, OctKey.import_key(key), algorithms=['HS256'], **options).claims
    except Exception as error:
        return '%s: %s' % (type(error).__name__, error)

seen = {}
for name, header in {'plain': {}, 'with nonce': {'nonce': 'n-1'}}.items():
    token = pyjwt.encode({'sub': 'john'}, key, algorithm='HS256', headers=header)
    seen[name] = read_by_joserfc(token)
    print('%s: PyJWT verified: %s; joserfc %s' % (name, pyjwt.decode(token, key, algorithms=['HS256']), seen[name]))
lenient = jws.JWSRegistry(algorithms=['HS256'], strict_check_header=False)
print('strict_check_header=False: joserfc', read_by_joserfc(token, registry=lenient))
assert seen['plain'].startswith('verified')
assert seen['with nonce'].startswith('UnsupportedHeaderError')
PY
python/bin/python show.py
