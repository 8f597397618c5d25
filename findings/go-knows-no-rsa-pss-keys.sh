#!/usr/bin/env bash
# A client certificate whose key is named RSASSA-PSS (id-RSASSA-PSS, RFC 4055), as smart cards and administrations have them. TLS 1.3 has signature schemes for it (rsa_pss_pss_*) and Go signs and verifies RSASSA-PSS, so one would expect Go to take it, as OpenSSL, Node, Java and cryptography do. Go reads the certificate with a public key that is nil,
# and no private key; as a server it does not offer the schemes, so that such a client sends no certificate: "client didn't provide a certificate", and the person is looking for one in vain.
set -euo pipefail
folder=$(mktemp -d)
trap 'for file in "$folder"/*.pid; do kill "$(cat "$file")" 2>/dev/null || true; done; rm -rf "$folder"' EXIT
cd "$folder"
echo "$(openssl version), Node $(node --version), $(go version)"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 9 -keyout root.key -out root.pem -subj '/CN=localhost' -addext 'keyUsage=critical,keyCertSign,digitalSignature' -addext 'subjectAltName=DNS:localhost' 2>/dev/null
openssl genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -out pss.key 2>/dev/null
openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out rsa.key 2>/dev/null
for each in rsa pss; do
  openssl req -new -key "$each.key" -subj "/CN=$each" -out request.pem
  openssl x509 -req -in request.pem -CA root.pem -CAkey root.key -CAcreateserial -days 9 -out "$each.pem" -extfile <(printf 'extendedKeyUsage=clientAuth') 2>/dev/null
done
cat >show.go <<'GO'
package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net"
	"os"
)

func main() {
	text, _ := os.ReadFile("root.pem")
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(text)
	own, _ := tls.LoadX509KeyPair("root.pem", "root.key")
	listener, _ := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{own}, ClientCAs: roots, ClientAuth: tls.RequireAndVerifyClientCert})
	os.WriteFile("port.part", []byte(fmt.Sprint(listener.Addr().(*net.TCPAddr).Port)), 0o600)
	os.Rename("port.part", "port")
	for _, each := range []string{"rsa", "pss"} {
		text, _ := os.ReadFile(each + ".pem")
		block, _ := pem.Decode(text)
		certificate, _ := x509.ParseCertificate(block.Bytes)
		_, err := tls.LoadX509KeyPair(each+".pem", each+".key")
		fmt.Printf("%s, Go: public key %T, LoadX509KeyPair: %v\n", each, certificate.PublicKey, err)
		connection, _ := listener.Accept()
		fmt.Printf("%s, Go as server: %v\n", each, connection.(*tls.Conn).Handshake())
		connection.Close()
	}
}
GO
cat >show.mjs <<'JS'
import { readFileSync as read } from 'node:fs';
import { connect, createServer } from 'node:tls';

const client = (port, name) => new Promise((resolve) => connect({ port, host: 'localhost', ca: read('root.pem'), cert: read(`${name}.pem`), key: read(`${name}.key`) }).on('error', () => undefined).on('close', resolve).resume());
const server = createServer({ cert: read('root.pem'), key: read('root.key'), ca: read('root.pem'), requestCert: true, rejectUnauthorized: false }, (socket) => {
  console.log(`${socket.getPeerCertificate().subject.CN}, Node as server: ${socket.authorized}`);
  socket.on('error', () => undefined).end();
}).listen(0, 'localhost', async () => {
  for (const name of ['rsa', 'pss']) {
    await client(server.address().port, name);
    await client(Number(process.argv[2]), name);
  }
  server.close();
});
JS
go build -o show show.go
timeout 60 ./show >go &
echo $! >show.pid
until [ -s port ]; do sleep 0.1; done
timeout 60 node show.mjs "$(cat port)" >node
wait "$(cat show.pid)"
cat node go | tee seen
diff - seen <<'SEEN'
rsa, Node as server: true
pss, Node as server: true
rsa, Go: public key *rsa.PublicKey, LoadX509KeyPair: <nil>
rsa, Go as server: <nil>
pss, Go: public key <nil>, LoadX509KeyPair: tls: failed to parse private key
pss, Go as server: tls: client didn't provide a certificate
SEEN
