#!/usr/bin/env bash
# A handler hands a request on to another HTTP library with `reply.hijack()`. One would expect headers that an `onRequest` hook has set already
# to be sent, since they were set before. They are not, and `onSend` is not called; `onResponse` is, so that logs and metrics
# show such an answer as any other.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . fastify@5.12.8 >/dev/null
echo 'fastify@5.12.8'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { once } from 'node:events';
import fastify from 'fastify';

const app = fastify();
const called = [];
for (const name of ['onRequest', 'preHandler', 'onSend', 'onResponse']) app.addHook(name, async () => void called.push(name));
app.addHook('onRequest', async (_request, reply) => void reply.header('x-frame-options', 'DENY'));
app.get('/own', async () => 'own');
app.get('/handed-on', (_request, reply) => {
  reply.hijack();
  reply.raw.end('handed on');
});
await app.listen({ port: 0, host: '127.0.0.1' });
for (const [path, header, hooks] of [
  ['/own', 'DENY', ['onRequest', 'preHandler', 'onSend', 'onResponse']],
  ['/handed-on', null, ['onRequest', 'preHandler', 'onResponse']],
]) {
  called.length = 0;
  const answer = await fetch(`http://127.0.0.1:${app.server.address().port}${path}`);
  await answer.text();
  while (!called.includes('onResponse')) await new Promise((resolve) => setImmediate(resolve));
  console.log(`${path}: x-frame-options ${answer.headers.get('x-frame-options')}, hooks ${called}`);
  assert.equal(answer.headers.get('x-frame-options'), header);
  assert.deepEqual(called, hooks);
}
await app.close();
JS
node show.mjs
