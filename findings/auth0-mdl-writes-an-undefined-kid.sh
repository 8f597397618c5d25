#!/usr/bin/env bash
# A document in mdoc form (ISO 18013-5) is signed with @auth0/mdl as its README shows, without a key id, and read with pyMDOC-CBOR. A key id is optional, so one would expect none to be written. What is written is one of the value `undefined` (label 4),
# where COSE (RFC 9052 section 3.1) wants bytes: @auth0/mdl takes it back, pycose refuses the whole document with "KID should be a byte string". With a `kid` it is verified.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . @auth0/mdl@3.0.1 >/dev/null
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check pymdoccbor==1.4.0 pycose==1.1.0 cbor2==6.3.0
echo "@auth0/mdl@3.0.1, pymdoccbor 1.4.0, pycose 1.1.0, Node $(node --version)"
openssl ecparam -name prime256v1 -genkey -noout -out issuer.key
openssl req -x509 -new -key issuer.key -subj '/C=DE/O=Example/CN=Issuer' -days 30 -out issuer.pem
cat >write.mjs <<'JS'
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import mdl from '@auth0/mdl';

for (const [file, kid] of [['without.cbor', undefined], ['with.cbor', 'issuer-1']]) {
  const document = await new mdl.Document('org.iso.18013.5.1.mDL')
    .addIssuerNameSpace('org.iso.18013.5.1', { family_name: 'Berg', given_name: 'Anna', birth_date: '1980-05-17' })
    .useDigestAlgorithm('SHA-256')
    .addValidityInfo({ signed: new Date() })
    .addDeviceKeyInfo({ deviceKey: generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }) })
    .sign({ issuerPrivateKey: createPrivateKey(readFileSync('issuer.key')).export({ format: 'jwk' }), issuerCertificate: readFileSync('issuer.pem', 'utf8'), alg: 'ES256', kid });
  const written = new mdl.MDoc([document]).encode();
  writeFileSync(file, written);
  console.log(`${file}: read by @auth0/mdl, family name ${mdl.parse(written).documents[0].getIssuerNameSpace('org.iso.18013.5.1').family_name}`);
}
JS
node write.mjs
cat >read.py <<'PY'
import cbor2
import cryptography.x509  # pymdoccbor uses it without importing it
from pymdoccbor.mdoc.verifier import MdocCbor

def read(file):
    written = open(file, 'rb').read()
    header = cbor2.loads(written)['documents'][0]['issuerSigned']['issuerAuth'][1]
    mdoc = MdocCbor()
    mdoc.loads(written)
    try:
        verdict = mdoc.verify()
    except ValueError as refusal:
        verdict = str(refusal)
    print('%s: kid %r, pymdoccbor: %s' % (file, header.get(4), verdict))
    return header.get(4), verdict

assert read('without.cbor') == (cbor2.undefined, 'KID should be a byte string')
assert read('with.cbor') == (b'issuer-1', True)
PY
python/bin/python read.py 2>/dev/null
