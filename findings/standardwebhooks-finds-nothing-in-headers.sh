#!/usr/bin/env bash
# `verify(body, request.headers)` in a handler that gets a `Request`, as those of Next, Hono and workers do. One would expect the `Headers` of Fetch to be taken, which know no letter case. All three headers are "Missing": the library
# goes through the own members of an object, which `Headers` has none of. Svix's own library says the same. `Object.fromEntries(request.headers)` is verified.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . standardwebhooks@1.1.1 svix@1.99.1 >/dev/null
echo 'standardwebhooks@1.1.1 svix@1.99.1'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';

for (const [name, Webhook] of [['standardwebhooks', StandardWebhook], ['svix', SvixWebhook]]) {
  const webhook = new Webhook(`whsec_${Buffer.alloc(24, 7).toString('base64')}`);
  const [body, now] = ['{"type":"signed"}', new Date()];
  const headers = new Headers({ 'webhook-id': 'm1', 'webhook-timestamp': String(Math.floor(now / 1000)), 'webhook-signature': webhook.sign('m1', now, body) });
  assert.deepEqual(webhook.verify(body, Object.fromEntries(headers)), { type: 'signed' });
  assert.throws(() => webhook.verify(body, headers), (error) => {
    console.log(`${name}: as an object: verified; as Headers: ${error.name}: ${error.message}`);
    return error.message === 'Missing required headers';
  });
}
JS
node show.mjs
