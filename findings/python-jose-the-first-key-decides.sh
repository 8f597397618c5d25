#!/usr/bin/env bash
# A provider's key set with an EC and an RSA key, and a token that says RS256 and names the RSA key by `kid`. One would expect that key to be used, wherever it stands in the list.
# `decode` takes no notice of `kid` and tries the keys in their order; the first one of another type ends it ("Incorrect key type"), so the token is refused when the EC key is listed first and taken
# when it is listed last: a login fails on the day the provider sorts its keys anew. PyJWT and joserfc find the key by its `kid`.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check python-jose==3.5.0 PyJWT==2.15.1 joserfc==1.8.0 cryptography==50.0.2
echo 'python-jose 3.5.0, PyJWT 2.15.1, joserfc 1.8.0'
cat >show.py <<'PY'
import json
import jwt as pyjwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jose import jwt as python_jose
from joserfc import jwt as joserfc_jwt
from joserfc.jwk import KeySet
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

private = rsa.generate_private_key(65537, 2048)
def named(jwk, kid, alg):
    return {**{name: value for name, value in json.loads(jwk).items() if name != 'key_ops'}, 'kid': kid, 'alg': alg, 'use': 'sig'}
rsa_key = named(RSAAlgorithm.to_jwk(private.public_key()), 'rsa', 'RS256')
ec_key = named(ECAlgorithm.to_jwk(ec.generate_private_key(ec.SECP256R1()).public_key()), 'ec', 'ES256')
token = pyjwt.encode({'sub': 'john'}, private, algorithm='RS256', headers={'kid': 'rsa'})

def outcome(read):
    try:
        return 'taken' if read()['sub'] == 'john' else 'wrong'
    except Exception as error:
        return 'refused: %s' % error

seen = {}
for order, keys in {'RSA, EC': [rsa_key, ec_key], 'EC, RSA': [ec_key, rsa_key]}.items():
    seen[order] = [
        outcome(lambda: python_jose.decode(token, {'keys': keys}, algorithms=['RS256'])),
        outcome(lambda: pyjwt.decode(token, pyjwt.PyJWKSet.from_dict({'keys': keys})['rsa'], algorithms=['RS256'])),
        outcome(lambda: joserfc_jwt.decode(token, KeySet.import_key_set({'keys': keys}), algorithms=['RS256']).claims),
    ]
    print('%s: python-jose %s; PyJWT %s; joserfc %s' % (order, *seen[order]))
assert seen['RSA, EC'] == ['taken', 'taken', 'taken']
assert seen['EC, RSA'][0].startswith('refused: Incorrect key type') and seen['EC, RSA'][1:] == ['taken', 'taken']
PY
python/bin/python show.py
