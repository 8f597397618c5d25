#!/usr/bin/env bash
# A client certificate whose extended key usage is `anyExtendedKeyUsage`, for every purpose (RFC 5280 section 4.2.1.12). One would expect a server to take it, as Go and Java do, like one without the extension. OpenSSL wants `clientAuth` by name: "unsuitable certificate purpose",
# and so do Node (INVALID_PURPOSE) and whatever else has OpenSSL below, nginx and HAProxy among them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo "$(openssl version), Node $(node --version) (OpenSSL $(node -p process.versions.openssl)), $(go version), $(java -version 2>&1 | head -1)"
new=(-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 9)
openssl req -x509 "${new[@]}" -keyout root.key -out root.pem -subj '/CN=Root' 2>/dev/null
for usage in clientAuth anyExtendedKeyUsage; do
  openssl req "${new[@]}" -keyout "$usage.key" -out request.pem -subj '/CN=Client' 2>/dev/null
  openssl x509 -req -in request.pem -CA root.pem -CAkey root.key -CAcreateserial -days 9 -out "$usage.pem" -extfile <(printf 'subjectAltName=DNS:client.example.com\nextendedKeyUsage=%s' "$usage") 2>/dev/null
done
cat >show.mjs <<'JS'
import { readFileSync as read } from 'node:fs';
import { once } from 'node:events';
import { connect, createServer } from 'node:tls';

// The server shows the first certificate itself; what counts is what it says of the client's.
const server = createServer({ cert: read('clientAuth.pem'), key: read('clientAuth.key'), ca: read('root.pem'), requestCert: true, rejectUnauthorized: false }).listen(0, '127.0.0.1');
await once(server, 'listening');
const accepted = once(server, 'secureConnection');
const client = connect({ host: '127.0.0.1', port: server.address().port, rejectUnauthorized: false, cert: read(`${process.argv[2]}.pem`), key: read(`${process.argv[2]}.key`) });
const [socket] = await accepted;
console.log(`  Node: ${socket.authorized ? 'taken' : socket.authorizationError}`);
client.destroy();
server.close();
JS
cat >show.go <<'GO'
package main

import (
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
)

func main() {
	root, _ := os.ReadFile("root.pem")
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(root)
	text, _ := os.ReadFile(os.Args[1] + ".pem")
	block, _ := pem.Decode(text)
	leaf, _ := x509.ParseCertificate(block.Bytes)
	_, err := leaf.Verify(x509.VerifyOptions{Roots: roots, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}})
	if err != nil {
		fmt.Println("  Go:", err)
		return
	}
	fmt.Println("  Go: taken")
}
GO
cat >Show.java <<'JAVA'
import java.io.FileInputStream;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

public class Show {
  public static void main(String[] arguments) throws Exception {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("root", factory.generateCertificate(new FileInputStream("root.pem")));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    X509Certificate leaf = (X509Certificate) factory.generateCertificate(new FileInputStream(arguments[0] + ".pem"));
    String seen = "taken";
    try {
      ((X509TrustManager) trust.getTrustManagers()[0]).checkClientTrusted(new X509Certificate[] {leaf}, "EC");
    } catch (Exception refusal) {
      seen = refusal.getMessage();
    }
    System.out.println("  Java: " + seen);
  }
}
JAVA
for usage in clientAuth anyExtendedKeyUsage; do
  echo "$usage"
  echo "  OpenSSL: $({ openssl verify -purpose sslclient -CAfile root.pem "$usage.pem" 2>&1 || true; } | grep -oE 'unsuitable certificate purpose|OK$')"
  node show.mjs "$usage"
  go run show.go "$usage"
  java Show.java "$usage"
done | tee seen
diff - seen <<'SEEN'
clientAuth
  OpenSSL: OK
  Node: taken
  Go: taken
  Java: taken
anyExtendedKeyUsage
  OpenSSL: unsuitable certificate purpose
  Node: INVALID_PURPOSE
  Go: taken
  Java: taken
SEEN
