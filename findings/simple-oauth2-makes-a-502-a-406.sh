#!/usr/bin/env bash
# The token endpoint's gateway answers 502 with a page of HTML. One would expect an error with status 502, as for a 502 that has a JSON body.
# It is an error 406 Not Acceptable, "The content-type is not JSON compatible": a passing fault of the server looks like one of the client's.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . simple-oauth2@5.1.0 >/dev/null
echo 'simple-oauth2@5.1.0'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { ClientCredentials } from 'simple-oauth2';

async function statusOf(type, body) {
  const server = createServer((request, response) => response.writeHead(502, { 'content-type': type }).end(body)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = new ClientCredentials({
    client: { id: 'app', secret: 'secret' },
    auth: { tokenHost: `http://127.0.0.1:${server.address().port}` },
  });
  const { output, message } = await client.getToken({}).then(assert.fail, (error) => error);
  console.log(`502 as ${type}: status ${output.statusCode}, ${message}`);
  return output.statusCode;
}
assert.equal(await statusOf('application/json', '{}'), 502);
assert.equal(await statusOf('text/html', '<h1>Bad Gateway</h1>'), 406);
process.exit();
JS
node show.mjs
