#!/usr/bin/env bash
# A document that two parties signed, as one JWS in the general JSON form with a signature of each (RFC 7515 section 7.2.1), read by somebody who knows one of the two keys. RFC 7515 section 5.2 leaves it to the application which of them have to verify, so one would expect to be asked, or to be told which did.
# jose and jwcrypto take the document for the one, and jose says by its header which it was. Authlib and joserfc demand all of them: with one key the sound document is refused, by Authlib as `bad_signature`, like a forged one, by joserfc as `invalid_key_id`. What was taken stops to be as soon as a stranger signs it too.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . jose@6.2.17 >/dev/null
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check jwcrypto==1.6.1 joserfc==1.8.0 Authlib==1.9.10
echo "jose@6.2.17, jwcrypto 1.6.1, joserfc 1.8.0, Authlib 1.9.10"
cat >show.py <<'PY'
import json
import warnings

from jwcrypto import jwk, jws

warnings.simplefilter('ignore')
import authlib.jose
import joserfc.errors
import joserfc.jwk
import joserfc.jws

seller, buyer = (jwk.JWK.generate(kty='EC', crv='P-256', kid=name) for name in ('seller', 'buyer'))
signed = jws.JWS(b'contract')
for key in (seller, buyer):
    signed.add_signature(key, None, json.dumps({'alg': 'ES256', 'kid': key['kid']}))
document = signed.serialize()
public = [key.export_public(as_dict=True) for key in (seller, buyer)]
json.dump({'document': json.loads(document), 'keys': public}, open('signed.json', 'w'))


def by_jwcrypto():
    read = jws.JWS()
    read.deserialize(document, jwk.JWK(**public[0]))
    return read.payload.decode()


def by_joserfc(keys):
    found = joserfc.jwk.KeySet([joserfc.jwk.ECKey.import_key(key) for key in keys])
    return joserfc.jws.deserialize_json(json.loads(document), found).payload.decode()


def by_authlib():
    return authlib.jose.JsonWebSignature(['ES256']).deserialize_json(document, public[0]).payload.decode()


seen = {}
for name, read in {
    'jwcrypto, the key of the seller': by_jwcrypto,
    'joserfc, the key of the seller': lambda: by_joserfc(public[:1]),
    'joserfc, both keys': lambda: by_joserfc(public),
    'Authlib, the key of the seller': by_authlib,
}.items():
    try:
        seen[name] = read()
    except (joserfc.errors.JoseError, authlib.jose.JoseError) as error:
        seen[name] = error.error
    print('%s: %s' % (name, seen[name]))
json.dump(list(seen.values()), open('seen.json', 'w'))
PY
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { generalVerify, importJWK } from 'jose';

const { document, keys } = JSON.parse(readFileSync('signed.json', 'utf8'));
const { payload, protectedHeader } = await generalVerify(document, await importJWK(keys[0], 'ES256'));
console.log(`jose, the key of the seller: ${new TextDecoder().decode(payload)}, verified ${protectedHeader.kid}`);
assert.deepEqual([new TextDecoder().decode(payload), protectedHeader.kid], ['contract', 'seller']);
assert.deepEqual(JSON.parse(readFileSync('seen.json', 'utf8')), ['contract', 'invalid_key_id', 'contract', 'bad_signature']);
JS
python/bin/python show.py
node show.mjs
