#!/usr/bin/env bash
# `keyUsage` of Node's X509Certificate, of a certificate that has both extensions. By its name one would expect the key usage of RFC 5280 section 4.2.1.3 (digitalSignature,
# keyCertSign, …). It holds the OIDs of the extended key usage (4.2.1.12), is undefined where only the key usage is there, and the key usage itself is not to be had.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo "node $(node --version), $(openssl version)"
certificate() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out "$1.pem" -days 30 -subj /CN=client "${@:2}" 2>/dev/null
}
certificate both -addext keyUsage=digitalSignature -addext extendedKeyUsage=clientAuth
certificate usage -addext keyUsage=digitalSignature
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';

const keyUsage = (name) => new X509Certificate(readFileSync(`${name}.pem`)).keyUsage;
console.log(`keyUsage and extendedKeyUsage: ${keyUsage('both')} (clientAuth)\nkeyUsage alone: ${keyUsage('usage')}`);
assert.deepEqual(keyUsage('both'), ['1.3.6.1.5.5.7.3.2']);
assert.equal(keyUsage('usage'), undefined);
JS
node show.mjs
