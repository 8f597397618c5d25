#!/usr/bin/env bash
# A client sends its certificate with the intermediate that issued it. At the first connection a Node server sees both (getPeerX509Certificate().issuerCertificate);
# when the client resumes its session (RFC 8446 section 4.6.1) the server still sees the certificate, `authorized` is still true, and the intermediate is gone:
# whoever judges the chain by itself refuses a client that it has just accepted. Without tickets (SSL_OP_NO_TICKET) no session is resumed.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout root.key -out root.pem -subj /CN=root -days 2 2> /dev/null
issue() { # name issuer extension
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$1.key" -out "$1.csr" -subj "/CN=$1" 2> /dev/null
  openssl x509 -req -in "$1.csr" -CA "$2.pem" -CAkey "$2.key" -CAcreateserial -out "$1.pem" -days 1 -extfile <(echo "$3") 2> /dev/null
}
issue intermediate root 'basicConstraints=critical,CA:TRUE'
issue client intermediate 'extendedKeyUsage=clientAuth'
issue localhost root 'subjectAltName=DNS:localhost'
cat > try.mjs <<'JS'
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { constants } from 'node:crypto';
import { connect, createServer } from 'node:tls';
const pem = (name) => readFileSync(name, 'utf8');
async function chains(maxVersion, secureOptions) {
  const seen = [];
  const server = createServer({ cert: pem('localhost.pem'), key: pem('localhost.key'), ca: pem('root.pem'), requestCert: true, rejectUnauthorized: false, maxVersion, secureOptions }, (socket) => {
    const own = socket.getPeerX509Certificate();
    seen.push(`resumed=${socket.isSessionReused()} authorized=${socket.authorized} issuer=${own?.issuerCertificate?.subject ?? 'none'}`);
    socket.end('x');
  });
  server.listen(0);
  await once(server, 'listening');
  let session;
  for (let turn = 0; turn < 2; turn += 1) {
    const socket = connect({ port: server.address().port, host: 'localhost', servername: 'localhost', ca: pem('root.pem'), cert: pem('client.pem') + pem('intermediate.pem'), key: pem('client.key'), session });
    socket.on('session', (next) => { session = next; });
    socket.resume();
    await once(socket, 'close');
  }
  server.close();
  return seen.join(' | ');
}
for (const version of ['TLSv1.2', 'TLSv1.3']) console.log(version, await chains(version, 0));
console.log('no tickets', await chains('TLSv1.2', constants.SSL_OP_NO_TICKET));
console.log('no tickets', await chains('TLSv1.3', constants.SSL_OP_NO_TICKET));
JS
echo "Node $(node --version)"
seen=$(node try.mjs); echo "$seen"
changed() { echo "this has changed: $1" >&2; exit 1; }
[ "$(grep -c 'issuer=CN=intermediate | resumed=true authorized=true issuer=none' <<< "$seen")" = 2 ] || changed 'a resumed session has its chain, or none is resumed'
[ "$(grep -c 'no tickets resumed=false .* | resumed=false ' <<< "$seen")" = 2 ] || changed 'a session is resumed without tickets'
