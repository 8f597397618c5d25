#!/usr/bin/env bash
# `?connect_timeout=1` in a PostgreSQL URL, as libpq documents it, with a server that accepts and never answers. One would expect an error after a second, the more so
# as pg does honour other names of libpq in a URL (`application_name`, `options`, `sslmode`). It is accepted and does nothing: pg waits for ever.
# The same holds for `target_session_attrs` and the `keepalives_*`. pg's own name, `connectionTimeoutMillis`, is not read from a URL.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . pg@8.23.1 >/dev/null
echo 'pg@8.23.1'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import pg from 'pg';

const server = createServer((socket) => socket.on('error', () => undefined).resume()).listen(0, '127.0.0.1');
await once(server, 'listening');
const url = `postgres://app@127.0.0.1:${server.address().port}/app`;
async function afterFourSeconds(config) {
  const client = new pg.Client(config);
  const connecting = client.connect().then(() => 'connected', (error) => error.message);
  return Promise.race([connecting, new Promise((resolve) => setTimeout(resolve, 4_000, 'still waiting'))]);
}
const seen = {
  'connect_timeout=1 in the URL': await afterFourSeconds({ connectionString: `${url}?connect_timeout=1` }),
  'connectionTimeoutMillis=1000 in the URL': await afterFourSeconds({ connectionString: `${url}?connectionTimeoutMillis=1000` }),
  'connectionTimeoutMillis: 1000': await afterFourSeconds({ connectionString: url, connectionTimeoutMillis: 1_000 }),
};
for (const [what, result] of Object.entries(seen)) console.log(`${what}: ${result}`);
assert.equal(seen['connect_timeout=1 in the URL'], 'still waiting');
assert.match(seen['connectionTimeoutMillis: 1000'], /timeout/);
process.exit();
JS
node show.mjs
