#!/usr/bin/env bash
# An address with a signature over its query, as SAML's redirect binding, presigned URLs and webhooks have it: what is signed is the text, `redirect=https%3A%2F%2Fapp…`. One would expect a client to send a well-formed address as it is, as httpx, Node and curl do. aiohttp decodes what needs no
# encoding, %3A and %2F in the query among it, so that the server checks the signature over another text; `URL(text, encoded=True)` leaves it. requests changes less: %7E and the like, and %3d into %3D.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check aiohttp==3.14.5 yarl==1.25.1 httpx==0.28.1 requests==2.34.2
echo 'aiohttp 3.14.5 (yarl 1.25.1), httpx 0.28.1, requests 2.34.2'
cat >show.py <<'PY'
import asyncio, threading
from http.server import BaseHTTPRequestHandler, HTTPServer
import aiohttp, httpx, requests
from yarl import URL

seen = []

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        seen.append(self.path)
        self.send_response(204)
        self.end_headers()

    def log_message(self, *arguments):
        pass

server = HTTPServer(('127.0.0.1', 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
target = '/return?redirect=https%3A%2F%2Fapp.example.com%2Fdone&user=a%7Eb&Signature=abc%2Bd%3d'
url = 'http://127.0.0.1:%d%s' % (server.server_port, target)

async def get(address):
    async with aiohttp.ClientSession() as session, session.get(address) as response:
        await response.read()

asyncio.run(get(url))
asyncio.run(get(URL(url, encoded=True)))
requests.get(url)
httpx.get(url)
print('given:', target)
for name, path in zip(('aiohttp', 'aiohttp, encoded=True', 'requests', 'httpx'), seen):
    print('%s: %s' % (name, 'as it is' if path == target else path))
assert seen[0] == '/return?redirect=https://app.example.com/done&user=a~b&Signature=abc%2Bd%3D', seen[0]
assert seen[1] == seen[3] == target
assert seen[2] == target.replace('%7E', '~').replace('%3d', '%3D')
PY
python/bin/python show.py
