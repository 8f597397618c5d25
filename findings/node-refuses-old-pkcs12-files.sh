#!/usr/bin/env bash
# A PKCS#12 file as older Windows versions export it (RC2-40 for certificates, here made with OpenSSL's own `-legacy`), right passphrase. One
# would expect Node to take it, or to say which algorithm it lacks. It says "Unsupported PKCS12 PFX data", as if the file were
# broken; node-forge reads it. A wrong passphrase is an error without any `code`.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . node-forge@1.4.3 >/dev/null
echo 'node-forge@1.4.3'
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out certificate.pem -days 30 -subj '/CN=client' 2>/dev/null
openssl pkcs12 -export -inkey key.pem -in certificate.pem -out modern.p12 -passout pass:secret
openssl pkcs12 -export -legacy -inkey key.pem -in certificate.pem -out old.p12 -passout pass:secret
openssl version
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import forge from 'node-forge';

const opened = (file, passphrase) => {
  try {
    createSecureContext({ pfx: readFileSync(file), passphrase });
    return 'opened';
  } catch (error) {
    return `${error.code}: ${error.message}`;
  }
};
const seen = { modern: opened('modern.p12', 'secret'), old: opened('old.p12', 'secret'), 'wrong passphrase': opened('modern.p12', 'other') };
console.log(process.version, seen);
const forged = forge.pkcs12.pkcs12FromAsn1(forge.asn1.fromDer(readFileSync('old.p12', 'latin1')), 'secret');
assert.ok(forged.safeContents.flatMap(({ safeBags }) => safeBags).some(({ key }) => key));
assert.equal(seen.modern, 'opened');
assert.match(seen.old, /^ERR_CRYPTO_UNSUPPORTED_OPERATION: Unsupported PKCS12 PFX data/);
assert.match(seen['wrong passphrase'], /^undefined: /);
JS
node show.mjs
