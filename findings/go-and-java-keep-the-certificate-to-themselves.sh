#!/usr/bin/env bash
# A client certificate from an issuing authority below a root. nginx is given the root (`ssl_client_certificate`, which it names to clients) and the issuing authority (`ssl_trusted_certificate`, which it does not), the client its certificate alone. The server can build the chain, so one would expect every client
# to be let in, as curl and Node are. Go and Java find that the server names the root while their certificate was issued by another, and send none: nginx says NONE, and neither client says a word. With the issuing authority's certificate beside the client's own (as a TLS client should have it), both send it.
# nginx is Debian's (`apt-get install nginx-light`).
set -euo pipefail
command -v nginx >/dev/null || { echo 'nginx is missing'; exit 1; }
folder=$(mktemp -d)
trap 'kill $(cat "$folder"/*.pid) 2>/dev/null || true; sleep 1; rm -rf "$folder"' EXIT
cd "$folder"
echo "$(nginx -v 2>&1), Node $(node --version), $(curl --version | head -1 | cut -d' ' -f1,2), $(go version), $(java -version 2>&1 | head -1)"
new=(-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 9)
authority=$'basicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign\n'
issue() { # name, issuer, extensions
  openssl req "${new[@]}" -keyout "$1.key" -out request.pem -subj "/CN=$1" 2>/dev/null
  openssl x509 -req -in request.pem -CA "$2.pem" -CAkey "$2.key" -CAcreateserial -days 9 -out "$1.pem" -extfile <(printf 'authorityKeyIdentifier=keyid\n%s' "$3") 2>/dev/null
}
openssl req -x509 "${new[@]}" -keyout root.key -out root.pem -subj '/CN=root' -addext 'keyUsage=critical,keyCertSign' 2>/dev/null
issue issuing root "$authority"
issue localhost root $'subjectAltName=DNS:localhost\nextendedKeyUsage=serverAuth\n'
issue client issuing $'subjectAltName=DNS:client.example.com\nextendedKeyUsage=clientAuth\n'
cat client.pem issuing.pem >both.pem
for each in client both; do openssl pkcs12 -export -in "$each.pem" -inkey client.key -out "$each.p12" -passout pass:changeit; done
port=$(node -e "const s=require('net').createServer().listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})")
cat >nginx.conf <<CONF
pid $folder/nginx.pid;
error_log $folder/error.log;
events {}
http {
  access_log off;
  client_body_temp_path $folder/body; proxy_temp_path $folder/proxy; fastcgi_temp_path $folder/f; uwsgi_temp_path $folder/u; scgi_temp_path $folder/s;
  server {
    listen 127.0.0.1:$port ssl; ssl_certificate $folder/localhost.pem; ssl_certificate_key $folder/localhost.key;
    ssl_verify_client optional; ssl_client_certificate $folder/root.pem; ssl_trusted_certificate $folder/issuing.pem; ssl_verify_depth 2;
    location / { return 200 "\$ssl_client_verify\n"; }
  }
}
CONF
nginx -c "$folder/nginx.conf" -e "$folder/error.log" 2>/dev/null
export URL="https://localhost:$port/"
cat >show.go <<'GO'
package main

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net/http"
	"os"
)

func main() {
	text, _ := os.ReadFile("root.pem")
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(text)
	own, err := tls.LoadX509KeyPair(os.Args[1]+".pem", "client.key")
	if err != nil {
		panic(err)
	}
	client := http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, Certificates: []tls.Certificate{own}}}}
	response, err := client.Get(os.Getenv("URL"))
	if err != nil {
		panic(err)
	}
	body, _ := io.ReadAll(response.Body)
	fmt.Print("Go: ", string(body))
}
GO
cat >Show.java <<'JAVA'
import java.io.FileInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

public class Show {
  public static void main(String[] arguments) throws Exception {
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(new FileInputStream(arguments[0] + ".p12"), "changeit".toCharArray());
    KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
    keys.init(own, "changeit".toCharArray());
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("root", CertificateFactory.getInstance("X.509").generateCertificate(new FileInputStream("root.pem")));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    HttpRequest request = HttpRequest.newBuilder(URI.create(System.getenv("URL"))).build();
    System.out.print("Java: " + HttpClient.newBuilder().sslContext(context).build().send(request, HttpResponse.BodyHandlers.ofString()).body());
  }
}
JAVA
for each in client both; do
  echo "certificates of the client: $each"
  echo "curl: $(curl -s --cacert root.pem --cert "$each.pem" --key client.key "$URL")"
  node -e "const { readFileSync: read } = require('fs'); require('https').get(process.env.URL, { ca: read('root.pem'), cert: read('$each.pem'), key: read('client.key') }, (response) => response.on('data', (text) => process.stdout.write('Node: ' + text)))"
  go run show.go "$each"
  java Show.java "$each"
done | tee seen
diff - seen <<'SEEN'
certificates of the client: client
curl: SUCCESS
Node: SUCCESS
Go: NONE
Java: NONE
certificates of the client: both
curl: SUCCESS
Node: SUCCESS
Go: SUCCESS
Java: SUCCESS
SEEN
