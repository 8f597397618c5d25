#!/usr/bin/env bash
# An event in JSON with `"data": false`, or 0, or an empty text. Each is a JSON value, and CloudEvents lets data be any, so one would expect it to arrive as `true` and 1 do. The SDK for JavaScript writes it and reads an event
# without data: what a listener passes on has lost the answer.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . cloudevents@10.0.0 >/dev/null
echo 'cloudevents@10.0.0'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { CloudEvent, HTTP } from 'cloudevents';

for (const data of [true, 1, 'text', false, 0, '']) {
  const written = HTTP.structured(new CloudEvent({ id: '1', type: 'answered', source: '/signing', data }));
  const read = HTTP.toEvent(written);
  console.log(`${JSON.stringify(data)}: written ${/"data":[^}]*/.exec(written.body)}, read ${read.data}, passed on ${/"data":[^}]*/.exec(HTTP.structured(read).body)}`);
  assert.equal(JSON.parse(written.body).data, data);
  assert.equal(read.data, data || undefined);
  assert.equal('data' in JSON.parse(HTTP.structured(read).body), Boolean(data));
}
JS
node show.mjs
