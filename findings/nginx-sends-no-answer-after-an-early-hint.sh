#!/usr/bin/env bash
# A Node server that sends 103 Early Hints before its answer, behind an nginx that proxies as it comes. nginx before 1.29 hands no hints on, and one would expect it to leave them out. It takes 103 for the answer and "HTTP/1.1 200 OK" and what follows for its body: over HTTP/2 the request is broken (curl: stream not closed cleanly),
# over HTTP/1.1 the client understands the bytes by luck and waits for an end that does not come. nginx is Debian's (`apt-get install nginx-light`).
set -euo pipefail
command -v nginx >/dev/null || { echo 'nginx is missing'; exit 1; }
folder=$(mktemp -d)
trap 'kill $(cat "$folder"/*.pid) 2>/dev/null || true; sleep 1; rm -rf "$folder"' EXIT
cd "$folder"
echo "$(nginx -v 2>&1), Node $(node --version), $(curl --version | head -1 | cut -d' ' -f1,2)"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout server.key -out server.pem -days 9 -subj '/CN=localhost' -addext 'subjectAltName=DNS:localhost' 2>/dev/null
cat >serve.mjs <<'JS'
import { renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';

const server = createServer((request, response) => {
  if (request.url === '/hints') response.writeEarlyHints({ link: '</style.css>; rel=preload; as=style' });
  response.end('answer');
}).listen(0, '127.0.0.1', () => {
  const free = createServer().listen(0, '127.0.0.1', () => {
    const { port } = free.address();
    free.close(() => {
      writeFileSync('part', `${server.address().port} ${port}\n`);
      renameSync('part', 'ports');
    });
  });
});
JS
timeout 60 node serve.mjs &
echo $! >node.pid
until [ -s ports ]; do sleep 0.1; done
read -r upstream port <ports
cat >nginx.conf <<CONF
pid $folder/nginx.pid;
error_log $folder/error.log;
events {}
http {
  access_log off;
  client_body_temp_path $folder/body; proxy_temp_path $folder/proxy; fastcgi_temp_path $folder/f; uwsgi_temp_path $folder/u; scgi_temp_path $folder/s;
  server { listen 127.0.0.1:$port ssl http2; ssl_certificate $folder/server.pem; ssl_certificate_key $folder/server.key; location / { proxy_pass http://127.0.0.1:$upstream; } }
}
CONF
nginx -c "$folder/nginx.conf" -e "$folder/error.log" 2>/dev/null
for version in http2 http1.1; do
  for path in plain hints; do
    curl -s --max-time 6 "--$version" --cacert server.pem -o answer "https://localhost:$port/$path" && ended=0 || ended=$?
    echo "$version /$path: curl ends with $ended, body '$(cat answer 2>/dev/null)'"
    rm -f answer
  done
done | tee seen
# 92: a stream of HTTP/2 was not closed cleanly; 28: no end within six seconds.
diff - seen <<'SEEN'
http2 /plain: curl ends with 0, body 'answer'
http2 /hints: curl ends with 92, body ''
http1.1 /plain: curl ends with 0, body 'answer'
http1.1 /hints: curl ends with 28, body 'answer'
SEEN
