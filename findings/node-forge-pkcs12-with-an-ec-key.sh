#!/usr/bin/env bash
# A PKCS#12 file with an EC key and its certificate, as OpenSSL 3 exports it. node-forge opens it, checks its integrity and decrypts it, so one
# would expect the key and the certificate, or an error. Both are null, without a word: forge knows RSA only, and leaves the decrypted
# structure in `bag.asn1`, from which Node reads both.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . node-forge@1.4.3 >/dev/null
echo 'node-forge@1.4.3'
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out certificate.pem -days 30 -subj '/CN=client' 2>/dev/null
openssl pkcs12 -export -inkey key.pem -in certificate.pem -out client.p12 -passout pass:secret
openssl version
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import forge from 'node-forge';

const file = forge.asn1.fromDer(readFileSync('client.p12', 'latin1'));
const bags = forge.pkcs12.pkcs12FromAsn1(file, 'secret').safeContents.flatMap(({ safeBags }) => safeBags);
const bagOf = (type) => bags.find((bag) => bag.type === forge.pki.oids[type]);
const [keyBag, certificateBag] = [bagOf('pkcs8ShroudedKeyBag'), bagOf('certBag')];
const der = (bag) => Buffer.from(forge.asn1.toDer(bag.asn1).getBytes(), 'latin1');
const key = createPrivateKey({ key: der(keyBag), format: 'der', type: 'pkcs8' });
console.log(`key ${keyBag.key}, certificate ${certificateBag.cert}; from asn1: ${key.asymmetricKeyType}, ${new X509Certificate(der(certificateBag)).subject}`);
assert.deepEqual([keyBag.key, certificateBag.cert], [null, null]);
assert.equal(key.asymmetricKeyType, 'ec');
JS
node show.mjs
