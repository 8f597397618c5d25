#!/usr/bin/env bash
# A credential in the JSON form of SD-JWT (RFC 9901 section 8), in which the disclosures stand in the unprotected header. One would expect two libraries of one foundation to read each other's. sd-jwt in Python has them beside the signature, where an early draft had them:
# @sd-jwt/core cannot read what it writes, and it answers `KeyError: 'disclosures'` to what @sd-jwt/core writes. The compact form passes both ways.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . @sd-jwt/core@0.19.0 >/dev/null
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check sd-jwt==0.10.4 jwcrypto==1.6.1
echo "sd-jwt 0.10.4 (Python), @sd-jwt/core@0.19.0, Node $(node --version)"
cat >python.py <<'PY'
import json, sys

from jwcrypto.jwk import JWK
from sd_jwt.common import SDObj
from sd_jwt.issuer import SDJWTIssuer
from sd_jwt.verifier import SDJWTVerifier

task, form = sys.argv[1:]
if task == 'write':
    key = JWK.generate(kty='OKP', crv='Ed25519')
    open('key.json', 'w').write(key.export_public())
    credential = SDJWTIssuer({'iss': 'https://issuer.example.com', SDObj('given_name'): 'Anna'}, key, sign_alg='EdDSA', serialization_format=form).sd_jwt_issuance
    print(credential)
else:
    key = JWK.from_json(open('key.json').read())
    try:
        print('verified, %s' % SDJWTVerifier(sys.stdin.read().strip(), lambda *_: key, serialization_format=form).get_verified_payload()['given_name'])
    except KeyError as refusal:
        print('KeyError: %s' % refusal)
PY
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { FlattenJSON, SDJwtInstance } from '@sd-jwt/core';

const python = (task, form, input) => execFileSync('python/bin/python', ['python.py', task, form], { input }).toString().trim();
const library = () => {
  const key = createPublicKey({ key: JSON.parse(readFileSync('key.json', 'utf8')), format: 'jwk' });
  return new SDJwtInstance({ hasher: (data) => createHash('sha256').update(data).digest(), verifier: (data, signature) => verify(null, Buffer.from(data), key, Buffer.from(signature, 'base64url')) });
};
const read = async (compact) => `verified, ${(await library().verify(compact())).payload.given_name}`;
const readByJs = (compact) => read(compact).catch((refusal) => refusal.message);

const compact = python('write', 'compact');
const found = { 'compact, to JavaScript': await readByJs(() => compact), 'compact, to Python': python('read', 'compact', compact) };
const written = FlattenJSON.fromEncode(compact).toJson();
found['JSON of JavaScript, to JavaScript'] = await readByJs(() => FlattenJSON.fromSerialized(written).toEncoded());
found['JSON of JavaScript, to Python'] = python('read', 'json', JSON.stringify(written));
const ofPython = python('write', 'json');
found['JSON of Python, to Python'] = python('read', 'json', ofPython);
found['JSON of Python, to JavaScript'] = await readByJs(() => FlattenJSON.fromSerialized(JSON.parse(ofPython)).toEncoded());
console.log('members of JavaScript:', Object.keys(written), 'of Python:', Object.keys(JSON.parse(ofPython)));
console.log(found);
assert.deepEqual(Object.values(found), ['verified, Anna', 'verified, Anna', 'verified, Anna', "KeyError: 'disclosures'", 'verified, Anna', "Cannot read properties of undefined (reading 'disclosures')"]);
JS
node show.mjs
