#!/usr/bin/env bash
# HAProxy in front, which asks clients for a certificate and hands it on `if { ssl_fc_has_crt }`, "true if a client certificate is present in the connection". One would expect that to be true of a client that has shown one. When the client resumes its session, as most do from the second connection on,
# it is false, while the certificate, its subject and the judgement are all there: the header is left out for some of the requests. `ssl_c_used` is true for both. The chain that the client sent (`ssl_c_chain_der`) is empty then.
# HAProxy is Debian's (`apt-get install haproxy`).
set -euo pipefail
command -v haproxy >/dev/null || { echo 'haproxy is missing'; exit 1; }
folder=$(mktemp -d)
trap '[ ! -s "$folder/pid" ] || kill "$(cat "$folder/pid")" 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
echo "$(haproxy -v | head -1 | cut -d' ' -f1-3), Node $(node --version)"
new=(-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 9)
openssl req -x509 "${new[@]}" -keyout root.key -out root.pem -subj '/CN=localhost' -addext 'keyUsage=critical,keyCertSign,digitalSignature' -addext 'subjectAltName=DNS:localhost' 2>/dev/null
openssl req "${new[@]}" -keyout client.key -out request.pem -subj '/CN=Client' 2>/dev/null
openssl x509 -req -in request.pem -CA root.pem -CAkey root.key -CAcreateserial -days 9 -out client.pem -extfile <(printf 'extendedKeyUsage=clientAuth') 2>/dev/null
cat root.pem root.key >server.pem
port=$(node -e "const s=require('net').createServer().listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})")
cat >haproxy.cfg <<CFG
defaults
  mode http
  timeout client 10s
  timeout server 10s
  timeout connect 5s
frontend tls
  bind 127.0.0.1:$port ssl crt $folder/server.pem ca-file $folder/root.pem verify optional
  http-request return status 200 content-type text/plain lf-string "ssl_fc_has_crt %[ssl_fc_has_crt], ssl_c_used %[ssl_c_used], ssl_c_verify %[ssl_c_verify], subject %[ssl_c_s_dn]"
CFG
haproxy -f haproxy.cfg -D -p "$folder/pid" 2>/dev/null
cat >show.mjs <<'JS'
import { readFileSync as read } from 'node:fs';
import { connect } from 'node:tls';

let session;
for (const title of ['first connection', 'second, resumed']) {
  let text = '';
  const socket = connect({ port: Number(process.argv[2]), host: '127.0.0.1', servername: 'localhost', ca: read('root.pem'), cert: read('client.pem'), key: read('client.key'), session });
  let reused = false;
  socket.on('session', (one) => (session = one)).on('secureConnect', () => (reused = socket.isSessionReused()));
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
  for await (const piece of socket) text += piece;
  if (reused !== (title === 'second, resumed')) throw new Error('The session should be resumed on the second connection only');
  console.log(`${title}: ${text.split('\r\n\r\n')[1]}`);
}
JS
node show.mjs "$port" | tee seen
diff - seen <<'SEEN'
first connection: ssl_fc_has_crt 1, ssl_c_used 1, ssl_c_verify 0, subject /CN=Client
second, resumed: ssl_fc_has_crt 0, ssl_c_used 1, ssl_c_verify 0, subject /CN=Client
SEEN
