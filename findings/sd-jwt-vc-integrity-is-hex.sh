#!/usr/bin/env bash
# A credential (SD-JWT VC) that pins the metadata of its type with `vct#integrity`, a value as of Subresource Integrity, `sha256-` and the digest in base64, as browsers, npm and the draft have it. One would expect @sd-jwt/sd-jwt-vc to verify it.
# It compares with the digest in hexadecimal: the right value fails ("Integrity check … failed"), and the one that passes is what no other verifier takes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . @sd-jwt/sd-jwt-vc@0.19.0 >/dev/null
echo "@sd-jwt/sd-jwt-vc@0.19.0, Node $(node --version)"
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto';
import { createServer } from 'node:http';
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const library = new SDJwtVcInstance({
  signer: (data) => sign(null, Buffer.from(data), privateKey).toString('base64url'),
  verifier: (data, signature) => verify(null, Buffer.from(data), publicKey, Buffer.from(signature, 'base64url')),
  signAlg: 'EdDSA',
  hasher: (data, name) => createHash(name.replace('-', '')).update(typeof data === 'string' ? data : Buffer.from(data)).digest(),
  hashAlg: 'sha-256',
  saltGenerator: () => randomBytes(16).toString('base64url'),
  loadTypeMetadataFormat: true,
});
let metadata;
const server = createServer((_, response) => response.setHeader('content-type', 'application/json').end(metadata)).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const vct = `http://127.0.0.1:${server.address().port}/person`;
metadata = JSON.stringify({ vct, name: 'Person' });

async function seen(form) {
  const integrity = `sha256-${createHash('sha256').update(metadata).digest(form)}`;
  const credential = await library.issue({ iss: 'https://issuer.example.com', vct, 'vct#integrity': integrity, given_name: 'Anna' }, { _sd: ['given_name'] });
  const verdict = await library.verify(credential).then(() => 'verified', ({ message }) => message.split(' for ')[0]);
  console.log(`${integrity}: ${verdict}`);
  return verdict;
}
assert.equal(await seen('base64'), 'Integrity check');
assert.equal(await seen('hex'), 'verified');
server.close();
JS
node show.mjs
