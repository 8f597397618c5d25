#!/usr/bin/env bash
# A request signed with RFC 9421 over one parameter of its address, `"@query-param";name="name"`. Section 2.2.8 says how the value is encoded anew: all but letters, digits and `*-._` in percent (the form encoding of the URL standard), so one would expect any two libraries to agree.
# http-message-signatures in JavaScript uses encodeURIComponent, which leaves ' ( ) ! ~ as they are: its signatures verify in Python until somebody is called O'Brien.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . http-message-signatures@1.0.6 >/dev/null
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check http-message-signatures==3.0.0
echo "http-message-signatures@1.0.6 (JavaScript), http-message-signatures 3.0.0 (Python), Node $(node --version)"
cat >sign.cjs <<'JS'
const { generateKeyPairSync } = require('node:crypto');
const { writeFileSync } = require('node:fs');
const { createSigner, httpbis } = require('http-message-signatures');

(async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  writeFileSync('key.pem', publicKey.export({ type: 'spki', format: 'pem' }));
  const key = createSigner(privateKey, 'ed25519', 'key-1');
  const requests = [];
  for (const name of ['Anna+Berg', 'M%C3%BCller', 'O%27Brien', 'Berg+(draft)', 'a~b']) {
    const url = `https://api.example.com/contracts?name=${name}`;
    const { headers } = await httpbis.signMessage({ key, fields: ['@query-param;name="name"'] }, { method: 'GET', url, headers: {} });
    requests.push({ url, headers });
  }
  writeFileSync('requests.json', JSON.stringify(requests));
})();
JS
node sign.cjs
cat >verify.py <<'PY'
import json
from types import SimpleNamespace

from cryptography.hazmat.primitives.serialization import load_pem_public_key
from http_message_signatures import HTTPMessageVerifier, HTTPSignatureKeyResolver, InvalidSignature, algorithms

class Keys(HTTPSignatureKeyResolver):
    def resolve_public_key(self, key_id):
        return load_pem_public_key(open('key.pem', 'rb').read())

found = []
for request in json.load(open('requests.json')):
    try:
        HTTPMessageVerifier(signature_algorithm=algorithms.ED25519, key_resolver=Keys()).verify(SimpleNamespace(method='GET', **request))
        found.append('verified')
    except InvalidSignature as refusal:
        found.append('invalid signature')
    print('%s: %s' % (request['url'], found[-1]))
assert found == ['verified', 'verified', 'invalid signature', 'invalid signature', 'invalid signature']
PY
python/bin/python verify.py
