#!/usr/bin/env bash
# A token from a server whose clock is five seconds ahead. RFC 7519 gives `iat` no part in whether a token is valid (that is `nbf`), so one would expect it to be taken,
# as python-jose, jose, jsonwebtoken and fast-jwt take it. PyJWT refuses it as "not yet valid (iat)", and so do joserfc and Authlib: with their
# default leeway of nothing a login fails now and then, whenever the answer comes faster than the two clocks agree.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check joserfc==1.8.0 PyJWT==2.15.1 python-jose==3.5.0 Authlib==1.9.10
npm install --silent --no-audit --no-fund --prefix . jose@6.2.17 jsonwebtoken@9.0.3 fast-jwt@6.3.6 >/dev/null
echo 'PyJWT 2.15.1, joserfc 1.8.0, Authlib 1.9.10, python-jose 3.5.0; jose@6.2.17 jsonwebtoken@9.0.3 fast-jwt@6.3.6'
cat >show.py <<'PY'
import time, warnings
warnings.simplefilter('ignore')
import jwt as pyjwt
from authlib.jose import jwt as authlib_jwt
from jose import jwt as python_jose
from joserfc import jwt as joserfc_jwt
from joserfc.jwk import OctKey

key = 'a secret of thirty-two characters'
now = int(time.time())
token = pyjwt.encode({'sub': 'john', 'iat': now + 5, 'exp': now + 600}, key, algorithm='HS256')
open('token', 'w').write(token)
def joserfc_read():
    joserfc_jwt.JWTClaimsRegistry().validate(joserfc_jwt.decode(token, OctKey.import_key(key), algorithms=['HS256']).claims)
readers = {
    'PyJWT': lambda: pyjwt.decode(token, key, algorithms=['HS256']),
    'joserfc': joserfc_read,
    'Authlib': lambda: authlib_jwt.decode(token, key).validate(),
    'python-jose': lambda: python_jose.decode(token, key, algorithms=['HS256']),
}
seen = {}
for name, read in readers.items():
    try:
        read()
        seen[name] = 'taken'
    except Exception as error:
        seen[name] = 'refused: %s' % error
    print('%s: %s' % (name, seen[name]))
assert seen['python-jose'] == 'taken'
for name in ('PyJWT', 'joserfc', 'Authlib'):
    assert seen[name].startswith('refused'), name
PY
cat >show.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { createVerifier } from 'fast-jwt';
import { jwtVerify } from 'jose';
import jsonwebtoken from 'jsonwebtoken';

const key = 'a secret of thirty-two characters';
const token = readFileSync('token', 'utf8');
await jwtVerify(token, new TextEncoder().encode(key));
jsonwebtoken.verify(token, key);
createVerifier({ key })(token);
console.log('jose, jsonwebtoken, fast-jwt: taken');
JS
python/bin/python show.py
node show.mjs
