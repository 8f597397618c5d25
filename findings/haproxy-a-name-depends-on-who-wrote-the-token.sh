#!/usr/bin/env bash
# HAProxy reads a claim of a token and hands it on in a header: `jwt_payload_query('$.name')`. JSON writes "Jörg" as it is or as "J\u00f6rg", which is the same text to every reader, and Node's JSON does the first, Python's the second. One would expect one header. HAProxy writes UTF-8 in the first case
# and a single byte of Latin-1 in the second; a name with a letter above U+00FF ("Łukasz") is empty if it came as an escape. Behind an identity provider written in Python Jörg arrives broken and Łukasz not at all.
# HAProxy is Debian's (`apt-get install haproxy`).
set -euo pipefail
command -v haproxy >/dev/null || { echo 'haproxy is missing'; exit 1; }
folder=$(mktemp -d)
trap '[ ! -s "$folder/pid" ] || kill "$(cat "$folder/pid")" 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
echo "$(haproxy -v | head -1 | cut -d' ' -f1-3), Node $(node --version)"
port=$(node -e "const s=require('net').createServer().listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})")
cat >haproxy.cfg <<CFG
defaults
  mode http
  timeout client 10s
  timeout server 10s
  timeout connect 5s
frontend claims
  bind 127.0.0.1:$port
  http-request set-var(txn.token) http_auth_bearer
  http-request return status 200 content-type text/plain lf-string "%[var(txn.token),jwt_payload_query('\\$.name')]"
CFG
haproxy -f haproxy.cfg -D -p "$folder/pid" 2>/dev/null
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';

const encoded = (text) => Buffer.from(text).toString('base64url');
const escaped = (text) => text.replaceAll(/[\u0080-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);

async function seen(payload) {
  const authorization = `Bearer ${encoded('{"alg":"RS256","typ":"JWT"}')}.${encoded(payload)}.${encoded('signature')}`;
  const answer = await fetch(`http://127.0.0.1:${process.argv[2]}/`, { headers: { authorization } });
  const bytes = Buffer.from(await answer.arrayBuffer());
  console.log(`${payload}: ${bytes.length === 0 ? 'nothing' : bytes.toString('hex')}, read as UTF-8 "${bytes}"`);
  return bytes.toString('latin1');
}
for (const [name, ofAnEscape] of [['Jörg', 'J\u00f6rg'], ['Łukasz', '']]) {
  const payload = JSON.stringify({ name });
  assert.deepEqual(JSON.parse(escaped(payload)), { name });
  assert.equal(await seen(payload), Buffer.from(name).toString('latin1'));
  assert.equal(await seen(escaped(payload)), ofAnEscape);
}
JS
node show.mjs "$port"
