#!/usr/bin/env bash
# A POST (an authorization code, a webhook) that is answered 421 Misdirected Request. One would expect `fetch` to hand over that answer, as it does for
# 401, 408, 425 and 503, and as the `request` of the very same library does. It sends the POST a second time by itself: the Fetch standard has it so for
# 421, meant for a connection shared by several hosts, and it happens on HTTP/1.1 and to a connection that was never shared, too.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . undici@7.30.2 >/dev/null
echo "undici@7.30.2, node $(node --version)"
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { fetch as undiciFetch, request } from 'undici';

let status;
let received = 0;
const server = createServer((incoming, response) => {
  incoming.resume().on('end', () => {
    received += 1;
    response.writeHead(status).end();
  });
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const url = `http://127.0.0.1:${server.address().port}/`;
const post = { method: 'POST', body: 'code=1' };
const clients = {
  'fetch of undici': () => undiciFetch(url, post),
  'fetch of node': () => fetch(url, post),
  'request of undici': async () => (await request(url, post)).body.dump(),
};

async function requestsFor(name, answered) {
  status = answered;
  received = 0;
  await clients[name]();
  console.log(`${name}, answered ${answered}: sent ${received} time(s)`);
  return received;
}
for (const other of [401, 408, 425, 503]) assert.equal(await requestsFor('fetch of undici', other), 1);
assert.equal(await requestsFor('fetch of undici', 421), 2);
assert.equal(await requestsFor('fetch of node', 421), 2);
assert.equal(await requestsFor('request of undici', 421), 1);
process.exit();
JS
node show.mjs
