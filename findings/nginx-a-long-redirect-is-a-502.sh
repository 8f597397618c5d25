#!/usr/bin/env bash
# A redirect to a provider with a request object by value (RFC 9101) in its Location, 5,000 bytes. nginx takes requests with lines of 8 KB, Node and browsers take more, so one would expect it to be handed on. A proxy made with `proxy_pass` alone
# answers 502: all headers of an answer have to fit `proxy_buffer_size`, one memory page (4 KB), whatever `proxy_buffering` says. `proxy_buffer_size 8k` lets it pass.
set -euo pipefail
folder=$(mktemp -d)
trap 'kill $(cat "$folder"/*.pid) 2>/dev/null || true; sleep 1; rm -rf "$folder"' EXIT
cd "$folder"
echo "$(nginx -v 2>&1), memory page $(getconf PAGESIZE), Node $(node --version)"
cat >serve.mjs <<'JS'
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';

const location = `https://op.example.com/authorize?client_id=client&request=${'e'.repeat(5000)}`;
const server = createServer((_request, response) => response.writeHead(302, { location }).end());
const free = createServer().listen(0, '127.0.0.1', () => {
  const { port } = free.address();
  free.close(() => server.listen(0, '127.0.0.1', () => writeFileSync('ports', `${server.address().port} ${port}\n`)));
});
JS
node serve.mjs &
echo $! >node.pid
until [ -s ports ]; do sleep 0.1; done
read -r upstream port <ports
seen=
for setting in '' 'proxy_buffering off;' 'proxy_buffer_size 8k;'; do
  cat >nginx.conf <<CONF
pid $folder/nginx.pid;
error_log $folder/error.log;
events {}
http {
  access_log off;
  client_body_temp_path $folder/body; proxy_temp_path $folder/proxy; fastcgi_temp_path $folder/f; uwsgi_temp_path $folder/u; scgi_temp_path $folder/s;
  server { listen 127.0.0.1:$port; location / { proxy_pass http://127.0.0.1:$upstream; $setting } }
}
CONF
  nginx -c "$folder/nginx.conf" -e "$folder/error.log"
  status=$(curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$port/")
  echo "proxy_pass; $setting: $status"
  seen="$seen $status"
  nginx -c "$folder/nginx.conf" -e "$folder/error.log" -s quit
  while [ -s nginx.pid ]; do sleep 0.1; done
done
grep -m 1 -o 'upstream sent too big header' error.log
[ "$seen" = ' 502 502 302' ]
