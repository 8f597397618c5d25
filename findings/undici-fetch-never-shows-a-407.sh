#!/usr/bin/env bash
# An HTTP server that answers 407, with a body that says why, as a gateway in front of a listener does. One would expect a response with `status` 407,
# like every other status. `fetch` throws "fetch failed", with neither status nor body to be had (the error's `cause` is an Error with an empty message),
# so the answer looks like a broken connection. The `request` of the same library shows it.
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

const server = createServer((incoming, response) => response.writeHead(Number(incoming.url.slice(1))).end('why')).listen(0, '127.0.0.1');
await once(server, 'listening');
const at = (status) => `http://127.0.0.1:${server.address().port}/${status}`;
const shown = (answer) =>
  answer.then(
    ({ status, statusCode }) => `status ${status ?? statusCode}`,
    (error) => `${error.name}: ${error.message}, cause ${JSON.stringify(error.cause?.message)}`,
  );

const seen = {
  'fetch of undici, 406': await shown(undiciFetch(at(406))),
  'fetch of undici, 407': await shown(undiciFetch(at(407))),
  'fetch of node, 407': await shown(fetch(at(407))),
  'request of undici, 407': await shown(request(at(407))),
};
for (const [what, result] of Object.entries(seen)) console.log(`${what}: ${result}`);
assert.equal(seen['fetch of undici, 406'], 'status 406');
assert.equal(seen['fetch of undici, 407'], 'TypeError: fetch failed, cause ""');
assert.equal(seen['fetch of node, 407'], 'TypeError: fetch failed, cause ""');
assert.equal(seen['request of undici, 407'], 'status 407');
process.exit();
JS
node show.mjs
