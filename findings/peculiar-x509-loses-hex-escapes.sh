#!/usr/bin/env bash
# A distinguished name as RFC 4514 writes it and OpenSSL prints it, given to the library that makes certificates and requests from such a text. Two things go wrong without
# an error, where one would expect the RFC's meaning. `M\C3\BCller` (each pair of digits is a byte of UTF-8) becomes the name "MC3BCller". And RFC 4514 has the
# narrowest part first, a certificate the widest: the text is put into the certificate in the order in which it stands, so OpenSSL prints it the other way round.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . @peculiar/x509@2.2.0 reflect-metadata@0.2.2 >/dev/null
echo "@peculiar/x509@2.2.0, $(openssl version)"
cat >show.mjs <<'JS'
import 'reflect-metadata';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { Pkcs10CertificateRequestGenerator } from '@peculiar/x509';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
async function inTheRequest(name) {
  const request = await Pkcs10CertificateRequestGenerator.create({ name, keys, signingAlgorithm: algorithm });
  const printed = execFileSync('openssl', 'req -noout -subject -nameopt RFC2253'.split(' '), { input: request.toString('pem') }).toString();
  const subject = printed.trim().replace('subject=', '');
  console.log(`${name.padEnd(24)} -> ${subject}`);
  return subject;
}
assert.equal(await inTheRequest('CN=M\\C3\\BCller'), 'CN=MC3BCller');
assert.equal(await inTheRequest('CN=client,O=Acme,C=AT'), 'C=AT,O=Acme,CN=client');
JS
node show.mjs
