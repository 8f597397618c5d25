#!/usr/bin/env bash
# HTTP/2 to an nginx that runs as it comes. After a number of requests on one connection (`keepalive_requests`, 1,000 unless set) nginx says GOAWAY and answers what is under way; a client takes a new connection (RFC 9113 section 6.8). One would expect no request to fail, as in Go. One at a time, with nothing wrong anywhere:
# httpx and Java's HttpClient lose one request of each thousand, undici with `allowH2` the first such one, and got with `http2` all from then on ("New streams cannot be created after receiving a GOAWAY").
# nginx is Debian's (`apt-get install nginx-light`).
set -euo pipefail
command -v nginx >/dev/null || { echo 'nginx is missing'; exit 1; }
folder=$(mktemp -d)
trap 'kill $(cat "$folder"/*.pid) 2>/dev/null || true; sleep 1; rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . got@14.6.6 undici@7.30.2 >/dev/null
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check 'httpx[http2]==0.28.1' httpcore==1.0.9 h2==4.4.1
echo "$(nginx -v 2>&1), httpx 0.28.1 (httpcore 1.0.9, h2 4.4.1), got@14.6.6 undici@7.30.2, Node $(node --version), $(java -version 2>&1 | head -1), $(go version)"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout server.key -out server.pem -days 9 -subj '/CN=localhost' -addext 'subjectAltName=DNS:localhost' 2>/dev/null
port=$(node -e "const s=require('net').createServer().listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})")
cat >nginx.conf <<CONF
pid $folder/nginx.pid;
error_log $folder/error.log;
events {}
http {
  access_log off;
  client_body_temp_path $folder/body; proxy_temp_path $folder/proxy; fastcgi_temp_path $folder/f; uwsgi_temp_path $folder/u; scgi_temp_path $folder/s;
  server { listen 127.0.0.1:$port ssl http2; server_name localhost; ssl_certificate $folder/server.pem; ssl_certificate_key $folder/server.key; location / { return 200 ok; } }
}
CONF
nginx -c "$folder/nginx.conf" -e "$folder/error.log" 2>/dev/null
export URL="https://localhost:$port/"
cat >show.py <<'PY'
import collections, os
import httpx

seen = collections.Counter()
with httpx.Client(http2=True, verify='server.pem') as client:
    for _ in range(2500):
        try:
            seen['answered' if client.get(os.environ['URL']).http_version == 'HTTP/2' else 'HTTP/1.1'] += 1
        except httpx.HTTPError as error:
            seen[type(error).__name__] += 1
print('httpx:', ', '.join('%d %s' % (count, what) for what, count in seen.items()))
PY
cat >show.mjs <<'JS'
import { readFileSync } from 'node:fs';
import got from 'got';
import { Agent, fetch } from 'undici';

const ca = readFileSync('server.pem');
const dispatcher = new Agent({ allowH2: true, connect: { ca } });
const ways = {
  'undici, allowH2': () => fetch(process.env.URL, { dispatcher }).then((response) => response.text()),
  'got, http2': () => got(process.env.URL, { http2: true, retry: { limit: 0 }, https: { certificateAuthority: ca } }),
};
for (const [name, get] of Object.entries(ways)) {
  const seen = {};
  for (let sent = 0; sent < 2_500; sent += 1) {
    const what = await get().then(() => 'answered', (error) => error.code ?? error.cause?.code ?? error.message);
    seen[what] = (seen[what] ?? 0) + 1;
  }
  console.log(`${name}: ${Object.entries(seen).map(([what, count]) => `${count} ${what}`).join(', ')}`);
}
process.exit();
JS
cat >Show.java <<'JAVA'
import java.io.FileInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

public class Show {
  public static void main(String[] arguments) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("server", CertificateFactory.getInstance("X.509").generateCertificate(new FileInputStream("server.pem")));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    HttpClient client = HttpClient.newBuilder().sslContext(context).build();
    int answered = 0;
    int failed = 0;
    String failure = "";
    for (int sent = 0; sent < 2500; sent += 1) {
      try {
        if (client.send(HttpRequest.newBuilder(URI.create(System.getenv("URL"))).build(), HttpResponse.BodyHandlers.ofString()).version() == HttpClient.Version.HTTP_2) answered += 1;
      } catch (Exception error) {
        failed += 1;
        failure = error.getMessage().replaceFirst(".*: ", "");
      }
    }
    System.out.println("HttpClient of Java: " + answered + " answered, " + failed + " " + failure);
  }
}
JAVA
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
	text, _ := os.ReadFile("server.pem")
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(text)
	client := http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, ForceAttemptHTTP2: true}}
	answered := 0
	for sent := 0; sent < 2500; sent++ {
		response, err := client.Get(os.Getenv("URL"))
		if err != nil {
			fmt.Println(err)
			continue
		}
		io.Copy(io.Discard, response.Body)
		response.Body.Close()
		if response.ProtoMajor == 2 {
			answered++
		}
	}
	fmt.Println("Go:", answered, "answered")
}
GO
{ go run show.go; python/bin/python show.py; timeout 120 java Show.java; timeout 120 node show.mjs; } | tee seen
grep -qx 'Go: 2500 answered' seen
grep -qx 'httpx: 2498 answered, 2 LocalProtocolError' seen
grep -qx 'HttpClient of Java: 2498 answered, 2 GOAWAY received' seen
grep -qE '^undici, allowH2: 249[0-9] answered, [1-9] ' seen
grep -qE '^got, http2: 100[0-9] answered, 149[0-9] ERR_HTTP2_GOAWAY_SESSION$' seen
