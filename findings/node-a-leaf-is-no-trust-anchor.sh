#!/usr/bin/env bash
# A server's own certificate, given to a TLS client as the only `ca`, to trust this server and nobody else. One would expect the connection to
# stand, since the very certificate is trusted. It fails, and the code depends on what the server sends beside it: SELF_SIGNED_CERT_IN_CHAIN
# when it sends its CA, UNABLE_TO_VERIFY_LEAF_SIGNATURE when it does not. `allowPartialTrustChain` makes a leaf an anchor.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out ca.pem -days 30 -subj /CN=ca 2>/dev/null
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout leaf.key -out leaf.csr -subj /CN=localhost 2>/dev/null
openssl x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -out leaf.pem -extfile <(echo subjectAltName=DNS:localhost) 2>/dev/null
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:tls';

const [leaf, authority, key] = ['leaf.pem', 'ca.pem', 'leaf.key'].map((file) => readFileSync(file, 'utf8'));
async function connected(sent, options = {}) {
  const server = createServer({ key, cert: sent }, (socket) => socket.end()).listen(0);
  await once(server, 'listening');
  const socket = connect({ port: server.address().port, servername: 'localhost', ca: leaf, ...options });
  const result = await once(socket, 'secureConnect').then(() => 'connected', ({ code }) => code);
  socket.destroy();
  server.close();
  return result;
}
const seen = {
  'leaf sent with its CA': await connected(leaf + authority),
  'leaf sent alone': await connected(leaf),
  'leaf sent with its CA, allowPartialTrustChain': await connected(leaf + authority, { allowPartialTrustChain: true }),
};
console.log(process.version, seen);
assert.deepEqual(Object.values(seen), ['SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'connected']);
JS
node show.mjs
