#!/usr/bin/env bash
# HAProxy reads claims of a token for the service behind it: `jwt_payload_query('$.auth_time')`. One would expect the value as the token has it. The moment 1795926912 becomes "1.79593e+09", which is up to an hour and a half off and no integer for whoever parses one, unless one asks for 'int';
# `true` becomes "1" and `false` "0"; a list or an object becomes nothing, as if the claim were not there.
# HAProxy is Debian's (`apt-get install haproxy`).
set -euo pipefail
command -v haproxy >/dev/null || { echo 'haproxy is missing'; exit 1; }
folder=$(mktemp -d)
trap '[ ! -s "$folder/pid" ] || kill "$(cat "$folder/pid")" 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
echo "$(haproxy -v | head -1 | cut -d' ' -f1-3), Node $(node --version)"
port=$(node -e "const s=require('net').createServer().listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})")
claims=(auth_time email_verified phone_number_verified groups address acr)
line=$(for claim in "${claims[@]}"; do printf "%s=%%[var(txn.token),jwt_payload_query('\\\\$.%s')];" "$claim" "$claim"; done)
cat >haproxy.cfg <<CFG
defaults
  mode http
  timeout client 10s
  timeout server 10s
  timeout connect 5s
frontend claims
  bind 127.0.0.1:$port
  http-request set-var(txn.token) http_auth_bearer
  http-request return status 200 content-type text/plain lf-string "${line}as int=%[var(txn.token),jwt_payload_query('\\$.auth_time','int')];first=%[var(txn.token),jwt_payload_query('\\$.groups[0]')]"
CFG
haproxy -f haproxy.cfg -D -p "$folder/pid" 2>/dev/null
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';

const encoded = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const claims = { auth_time: 1795926912, email_verified: true, phone_number_verified: false, groups: ['signers'], address: { country: 'AT' }, acr: 'loa2' };
const authorization = `Bearer ${encoded({ alg: 'RS256', typ: 'JWT' })}.${encoded(claims)}.c2lnbmF0dXJl`;
const text = await (await fetch(`http://127.0.0.1:${process.argv[2]}/`, { headers: { authorization } })).text();
const seen = Object.fromEntries(text.split(';').map((one) => one.split('=')));
console.log(claims);
console.log(seen);
assert.deepEqual(seen, { auth_time: '1.79593e+09', email_verified: '1', phone_number_verified: '0', groups: '', address: '', acr: 'loa2', 'as int': '1795926912', first: 'signers' });
JS
node show.mjs "$port"
