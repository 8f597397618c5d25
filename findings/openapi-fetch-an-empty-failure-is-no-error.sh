#!/usr/bin/env bash
# A gateway's answer 502 with an empty body, to a client that is written as its documentation has it: `const { data, error } = await client.GET(…); if (error) …`. One would expect an error. `error` is the body of the answer, here
# the empty text, or undefined when `Content-Length: 0` stands there, so the failure goes by as a success without data; so does a 404 or 401 that says nothing. Only `response.ok` tells.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . openapi-fetch@0.17.0 >/dev/null
echo 'openapi-fetch@0.17.0'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import createClient from 'openapi-fetch';

const answers = {
  '502 with a text': new Response('Bad Gateway', { status: 502 }),
  '502 with a problem': new Response('{"title":"Bad Gateway"}', { status: 502, headers: { 'content-type': 'application/problem+json' } }),
  '502 with nothing': new Response('', { status: 502 }),
  '502 with nothing, Content-Length: 0': new Response('', { status: 502, headers: { 'content-length': '0' } }),
  '401 with nothing': new Response(null, { status: 401 }),
};
for (const [name, answer] of Object.entries(answers)) {
  const client = createClient({ baseUrl: 'https://api.example.com', fetch: async () => answer });
  const { data, error, response } = await client.GET('/things');
  console.log(`${name}: error ${JSON.stringify(error)}, data ${data}, response.ok ${response.ok}`);
  assert.equal(Boolean(error), !name.includes('nothing'));
  assert.equal(data, undefined);
  assert.equal(response.ok, false);
}
JS
node show.mjs
