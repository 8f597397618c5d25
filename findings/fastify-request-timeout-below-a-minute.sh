#!/usr/bin/env bash
# A server that gives a whole request `requestTimeout: 2000` ms to arrive. One would expect a request that stops in the middle of its body to be
# answered 408 after two seconds, as the option says. It is answered after `headersTimeout`, by default a minute: where that is the greater of the two,
# Node swaps them, so that the headers get two seconds and the whole request a minute. Set `http.headersTimeout` as well.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . fastify@5.12.8 >/dev/null
echo "fastify@5.12.8, node $(node --version)"
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import fastify from 'fastify';

/** Seconds until a request that stops in its body is answered. */
async function answeredAfter(headersTimeout) {
  const app = fastify({ requestTimeout: 2_000, http: { headersTimeout, connectionsCheckingInterval: 200 } });
  app.post('/', async () => 'ok');
  await app.listen({ port: 0, host: '127.0.0.1' });
  const socket = connect(app.server.address().port, '127.0.0.1');
  const startedAt = performance.now();
  socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"na');
  const [answer] = await once(socket, 'data');
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  console.log(`requestTimeout 2 s, headersTimeout ${headersTimeout / 1000} s: ${String(answer).split('\r\n')[0]} after ${seconds} s`);
  socket.destroy();
  await app.close();
  return seconds;
}

// Eight seconds in place of the default minute, to be done sooner.
assert.ok((await answeredAfter(8_000)) >= 7);
assert.ok((await answeredAfter(2_000)) <= 4);
JS
node show.mjs
