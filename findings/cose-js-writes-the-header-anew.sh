#!/usr/bin/env bash
# A COSE_Sign1 message whose protected header is `{1: -7}` with a length or number that is not in the shortest form, which RFC 9052 section 3 leaves to the writer: the signature covers the bytes of the header as they were sent. So one would expect every reader to take it. cose-js decodes the header,
# writes it anew in the shortest form, and verifies over that: "Signature missmatch". pycose and cwt (Python) verify the same message.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . cose-js@0.9.0 >/dev/null
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check pycose==1.1.0 cwt==3.3.0
echo "cose-js@0.9.0, pycose 1.1.0, cwt 3.3.0"
cat >show.py <<'PY'
import json

import cbor2
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cwt import COSE, COSEKey
from pycose.keys import EC2Key
from pycose.keys.curves import P256
from pycose.messages import CoseMessage

private = ec.generate_private_key(ec.SECP256R1())
public = private.public_key()
numbers = public.public_numbers()
x, y = (part.to_bytes(32, 'big') for part in (numbers.x, numbers.y))
pem = public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
messages = {}
for name, header in {'shortest': 'a10126', 'label in two bytes': 'a1180126', 'map without a length': 'bf0126ff'}.items():
    protected = bytes.fromhex(header)
    r, s = utils.decode_dss_signature(private.sign(cbor2.dumps(['Signature1', protected, b'', b'hi']), ec.ECDSA(hashes.SHA256())))
    message = cbor2.dumps(cbor2.CBORTag(18, [protected, {4: b'k1'}, b'hi', r.to_bytes(32, 'big') + s.to_bytes(32, 'big')]))
    read = CoseMessage.decode(message)
    read.key = EC2Key(crv=P256, x=x, y=y)
    by_cwt = COSE.new().decode(message, COSEKey.from_pem(pem, kid='k1', alg='ES256'))
    print('%s: pycose %s, cwt %s' % (name, read.verify_signature(), by_cwt))
    assert read.verify_signature() and by_cwt == b'hi'
    messages[name] = message.hex()
json.dump({'x': x.hex(), 'y': y.hex(), 'messages': messages}, open('messages.json', 'w'))
PY
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import cose from 'cose-js';

const { x, y, messages } = JSON.parse(readFileSync('messages.json', 'utf8'));
const key = { x: Buffer.from(x, 'hex'), y: Buffer.from(y, 'hex'), kid: Buffer.from('k1') };
const seen = [];
for (const [name, message] of Object.entries(messages)) {
  seen.push(await cose.sign.verify(Buffer.from(message, 'hex'), { key }).then(String, (error) => error.message));
  console.log(`${name}: cose-js ${seen.at(-1)}`);
}
assert.deepEqual(seen, ['hi', 'Signature missmatch', 'Signature missmatch']);
JS
python/bin/python show.py
node show.mjs
