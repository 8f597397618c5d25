#!/usr/bin/env bash
# An answer whose members are null where the schema asks for text, a yes or no, a number, a list or an object, as claims are that a provider did not give. One would expect an error, or null.
# Fastify's serializer writes "", false, 0, [] and {}: nobody said that the address is not verified, and the login was not in 1970. Only `nullable: true` or `"type": ["string", "null"]` keeps null.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . fast-json-stringify@7.3.10 fastify@5.10.0 >/dev/null
echo 'fast-json-stringify@7.3.10 fastify@5.10.0'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import fastify from 'fastify';

const properties = {
  email: { type: 'string' },
  email_verified: { type: 'boolean' },
  auth_time: { type: 'integer' },
  amr: { type: 'array', items: { type: 'string' } },
  address: { type: 'object', properties: { country: { type: 'string' } } },
  acr: { type: ['string', 'null'] },
};
const app = fastify();
app.get('/claims', { schema: { response: { 200: { type: 'object', properties } } } }, async () =>
  Object.fromEntries(Object.keys(properties).map((name) => [name, null])),
);
const { statusCode, body } = await app.inject('/claims');
await app.close();
console.log(statusCode, body);
assert.deepEqual(JSON.parse(body), { email: '', email_verified: false, auth_time: 0, amr: [], address: {}, acr: null });
JS
node show.mjs
