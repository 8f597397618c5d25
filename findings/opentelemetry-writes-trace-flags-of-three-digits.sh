#!/usr/bin/env bash
# A request with a `traceparent` whose flags are `10` or more, bits that W3C's Trace Context keeps for later versions: they are read, and MUST be zero in what one sends on. One would expect `01`, or the flags as they came. The propagator
# of OpenTelemetry for JavaScript keeps them and writes a zero before them: `-011` has three digits, which the next service, with the same library, refuses as no `traceparent`, and the trace falls apart there.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . @opentelemetry/api@1.9.1 @opentelemetry/core@2.12.1 >/dev/null
echo '@opentelemetry/core@2.12.1'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { defaultTextMapGetter, defaultTextMapSetter, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';

const propagator = new W3CTraceContextPropagator();
for (const flags of ['00', '01', '03', '11', 'ff']) {
  const traceparent = `00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-${flags}`;
  const read = propagator.extract(ROOT_CONTEXT, { traceparent }, defaultTextMapGetter);
  const sent = {};
  propagator.inject(read, sent, defaultTextMapSetter);
  const again = trace.getSpanContext(propagator.extract(ROOT_CONTEXT, sent, defaultTextMapGetter));
  console.log(`flags ${flags}: sent on as ${sent.traceparent}, which is ${again ? 'read' : 'refused'}`);
  assert.equal(sent.traceparent, parseInt(flags, 16) < 16 ? traceparent : traceparent.replace(/..$/, `0${flags}`));
  assert.equal(again !== undefined, parseInt(flags, 16) < 16);
}
JS
node show.mjs
