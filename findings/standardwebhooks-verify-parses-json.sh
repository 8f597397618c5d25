#!/usr/bin/env bash
# `verify` is given a body that was signed rightly and is no JSON (a form, as several senders use). One would expect it to judge the signature
# and nothing else. It parses the body as JSON after the signature was found good, and throws a SyntaxError, which is no
# WebhookVerificationError: who catches only that answers 500 to a good delivery.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . standardwebhooks@1.1.1 >/dev/null
echo 'standardwebhooks@1.1.1'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';

const webhook = new Webhook('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
const now = new Date();
const verified = (body, signed = body) => {
  const headers = {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': webhook.sign('msg_1', now, signed),
  };
  try {
    return JSON.stringify(webhook.verify(body, headers));
  } catch (error) {
    return error;
  }
};
const [json, form, forged] = [verified('{"a":1}'), verified('a=1&b=2'), verified('{"a":2}', '{"a":1}')];
console.log(`JSON: ${json}\nform, signed rightly: ${form.constructor.name}: ${form.message}\nJSON, signed wrongly: ${forged.constructor.name}`);
assert.equal(json, '{"a":1}');
assert.ok(form instanceof SyntaxError);
assert.ok(forged instanceof WebhookVerificationError);
JS
node show.mjs
