#!/usr/bin/env bash
# A server that sends 103 Early Hints (RFC 8297) before its answer, as Node does by `writeEarlyHints` and proxies hand on. A client that knows no hints ignores an answer 1xx (RFC 9110 section 15.2), so one would expect the 200. Python's http.client passes over 100 only: requests and urllib3 answer 103, without a body.
# httpx, aiohttp and Node's fetch answer 200.
set -euo pipefail
folder=$(mktemp -d)
trap '[ ! -s "$folder/pid" ] || kill "$(cat "$folder/pid")" 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check requests==2.34.2 urllib3==2.8.0 httpx==0.28.1 aiohttp==3.14.5
echo "$(python3 --version), requests 2.34.2, urllib3 2.8.0, httpx 0.28.1, aiohttp 3.14.5, Node $(node --version)"
cat >serve.mjs <<'JS'
import { renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';

const server = createServer((_request, response) => response.writeEarlyHints({ link: '</style.css>; rel=preload; as=style' }, () => response.end('answer'))).listen(0, '127.0.0.1', async () => {
  const url = `http://127.0.0.1:${server.address().port}/`;
  const response = await fetch(url);
  console.log(`fetch of Node: ${response.status} ${await response.text()}`);
  writeFileSync('part', url);
  renameSync('part', 'url');
});
JS
timeout 60 node serve.mjs &
echo $! >pid
until [ -s url ]; do sleep 0.1; done
cat >show.py <<'PY'
import asyncio
import aiohttp, httpx, requests, urllib3

url = open('url').read()

async def by_aiohttp():
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        return response.status, await response.text()

by_urllib3 = urllib3.request('GET', url)
by_requests = requests.get(url)
by_httpx = httpx.get(url)
seen = {
    'aiohttp': asyncio.run(by_aiohttp()),
    'httpx': (by_httpx.status_code, by_httpx.text),
    'urllib3': (by_urllib3.status, by_urllib3.data.decode()),
    'requests': (by_requests.status_code, by_requests.text),
}
for name, (status, text) in seen.items():
    print('%s: %d %s' % (name, status, text))
assert list(seen.values()) == [(200, 'answer'), (200, 'answer'), (103, ''), (103, '')]
PY
python/bin/python show.py
