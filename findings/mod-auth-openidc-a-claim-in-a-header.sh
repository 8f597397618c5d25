#!/usr/bin/env bash
# Apache with mod_auth_openidc in front, which checks the token and hands the claims on in headers. One would expect `true` as "true", and a list that the service behind can take apart. `email_verified: true` arrives as "1" and false as "0"; of the groups "audit" and "sales, north" the header is "audit,sales, north", which are three; a list of objects
# is the header of what in it was no object, here nothing, and a claim that is null has no header, while an object is JSON; a height of 1.5 is "1.500000". `https://example.com/role` becomes `OIDC_CLAIM_https---example.com-role`.
# Apache and its module are Debian's, unpacked in the temporary folder (`apt-get download`).
set -euo pipefail
folder=$(mktemp -d)
trap '[ ! -s "$folder/pid" ] || kill "$(cat "$folder/pid")" 2>/dev/null || true; sleep 1; rm -rf "$folder"' EXIT
cd "$folder"
apt-get download -qq apache2-bin libapache2-mod-auth-openidc libcjose0 libapr1 libaprutil1 libhiredis0.14 2>/dev/null
for package in *.deb; do dpkg -x "$package" root; done
libraries=$(dirname "$(find root -name 'libapr-1.so.0' -print -quit)")
ports=$(node -e "const n=require('net');const s=[1,2].map(()=>n.createServer().listen(0,'127.0.0.1'));setTimeout(()=>{console.log(s.map((one)=>one.address().port).join(' '));process.exit()},200)")
read -r front behind <<<"$ports"
cat >apache.conf <<CONF
ServerRoot $folder/root/usr/lib/apache2
PidFile $folder/pid
ErrorLog $folder/error.log
Mutex file:$folder default
ServerName localhost
User #65534
Group #65534
Listen 127.0.0.1:$front
LoadModule mpm_event_module modules/mod_mpm_event.so
LoadModule authn_core_module modules/mod_authn_core.so
LoadModule authz_core_module modules/mod_authz_core.so
LoadModule authz_user_module modules/mod_authz_user.so
LoadModule proxy_module modules/mod_proxy.so
LoadModule proxy_http_module modules/mod_proxy_http.so
LoadModule auth_openidc_module modules/mod_auth_openidc.so
OIDCOAuthVerifySharedKeys plain#0123456789abcdef0123456789abcdef
OIDCOAuthRemoteUserClaim sub
<Location />
  AuthType oauth20
  Require valid-user
  ProxyPass http://127.0.0.1:$behind/
</Location>
CONF
echo "libapache2-mod-auth-openidc $(dpkg-deb -f libapache2-mod-auth-openidc_*.deb Version), Apache $(LD_LIBRARY_PATH="$folder/$libraries" root/usr/sbin/apache2 -v | sed -n 's|.*Apache/\([0-9.]*\).*|\1|p'), Node $(node --version)"
chmod 755 "$folder"
LD_LIBRARY_PATH="$folder/$libraries" root/usr/sbin/apache2 -f "$folder/apache.conf" -k start 2>/dev/null
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const [front, behind] = process.argv.slice(2).map(Number);
const server = createServer((request, response) => response.end(JSON.stringify(request.headers))).listen(behind, '127.0.0.1');
const encoded = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const claims = { email_verified: true, phone_number_verified: false, groups: ['audit', 'sales, north'], entitlements: [{ id: 1 }, { id: 2 }], address: { country: 'AT' }, nickname: null, height: 1.5, 'https://example.com/role': 'signer' };
const signed = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded({ sub: 'anna', exp: Math.floor(Date.now() / 1_000) + 300, ...claims })}`;
const authorization = `Bearer ${signed}.${createHmac('sha256', '0123456789abcdef0123456789abcdef').update(signed).digest('base64url')}`;
let answer;
for (let attempt = 0; attempt < 50 && answer === undefined; attempt += 1) answer = await fetch(`http://127.0.0.1:${front}/`, { headers: { authorization } }).catch(() => sleep(200));
const headers = await answer.json();
const seen = Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('oidc_claim_') && !/_(sub|exp)$/.test(name)).map(([name, value]) => [name.slice(11), value]));
console.log(claims);
console.log(seen);
server.close();
server.closeAllConnections();
assert.deepEqual(seen, { email_verified: '1', phone_number_verified: '0', groups: 'audit,sales, north', entitlements: '', address: '{"country": "AT"}', height: '1.500000', 'https---example.com-role': 'signer' });
JS
node show.mjs "$front" "$behind"
