#!/usr/bin/env bash
# A key set with one key that has no `kid`, and a token whose header has none: both are optional (RFC 7517 section 4.5, RFC 7515 section 4.1.4), and OpenID Connect Core section 10.1 asks for it only where there are several keys. One would expect the
# only key to be taken, as jose, Authlib and joserfc take it. PyJWT's client finds "no signing keys" in the set, and with a `kid` in the set but not in the token a key that matches "None".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check 'PyJWT[crypto]==2.15.1' joserfc==1.8.0
npm install --silent --no-audit --no-fund --prefix . jose@6.2.18 >/dev/null
echo 'PyJWT 2.15.1, joserfc 1.8.0, jose@6.2.18'
cat >show.py <<'PY'
import functools, http.server, json, threading
import jwt
from joserfc import jwt as joserfc_jwt
from joserfc.jwk import KeySet, RSAKey

key = RSAKey.generate_key(2048)
token = jwt.encode({'sub': 'john'}, key.as_pem(private=True), algorithm='RS256')
public = {**key.as_dict(private=False), 'use': 'sig', 'alg': 'RS256'}
public.pop('kid', None)
sets = {'no-kid': {'keys': [public]}, 'kid-in-the-set': {'keys': [{**public, 'kid': 'k1'}]}}
for name, keys in sets.items():
    json.dump(keys, open(name, 'w'))
open('token', 'w').write(token)

class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass

server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Quiet)
threading.Thread(target=server.serve_forever, daemon=True).start()
seen = {}
for name, keys in sets.items():
    joserfc_jwt.decode(token, KeySet.import_key_set(keys), algorithms=['RS256'])
    try:
        jwt.PyJWKClient('http://127.0.0.1:%d/%s' % (server.server_address[1], name)).get_signing_key_from_jwt(token)
        seen[name] = 'found'
    except jwt.PyJWTError as error:
        seen[name] = str(error)
    print('%s: joserfc verified, PyJWT: %s' % (name, seen[name]))
server.shutdown()
assert 'did not contain any signing keys' in seen['no-kid'] and 'matches: "None"' in seen['kid-in-the-set']
PY
cat >show.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { createLocalJWKSet, jwtVerify } from 'jose';

for (const name of ['no-kid', 'kid-in-the-set']) {
  await jwtVerify(readFileSync('token', 'utf8'), createLocalJWKSet(JSON.parse(readFileSync(name, 'utf8'))));
  console.log(`${name}: jose verified`);
}
JS
python/bin/python show.py
node show.mjs
