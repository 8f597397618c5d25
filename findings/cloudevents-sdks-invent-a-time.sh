#!/usr/bin/env bash
# An event without `time`, which CloudEvents has as optional, read by the SDK for Python or for JavaScript in binary or structured form. One would expect an event without time. It has one, the moment at which it was read, and
# nothing tells it from a time that the sender gave: read twice (a delivery repeated) it has two, and passed on it carries an invented one. Python's old interface (`v1`) does so too; the SDK for Go leaves it out.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check cloudevents==2.2.0
npm install --silent --no-audit --no-fund --prefix . cloudevents@10.0.0 >/dev/null
echo 'cloudevents 2.2.0 (PyPI), cloudevents@10.0.0 (npm)'
cat >show.py <<'PY'
from datetime import datetime, timedelta, timezone
from cloudevents.core.bindings.http import HTTPMessage, from_http_event, to_structured_event
from cloudevents.v1.http import from_http

event = b'{"specversion":"1.0","id":"1","type":"signed","source":"/signing"}'
binary = {'ce-specversion': '1.0', 'ce-id': '1', 'ce-type': 'signed', 'ce-source': '/signing', 'content-type': 'application/json'}
messages = {'structured': ({'content-type': 'application/cloudevents+json'}, event), 'binary': (binary, b'{"a":1}')}
now = datetime.now(timezone.utc)
for name, (headers, body) in messages.items():
    read = [from_http_event(HTTPMessage(headers, body)) for _ in range(2)]
    times = [one.get_time() for one in read]
    old = from_http(headers, body)['time']
    print('Python, %s: read at %s, and again at %s; by the old interface at %s' % (name, *times, old))
    assert all(abs(time - now) < timedelta(minutes=1) for time in times) and times[0] != times[1]
    assert old.startswith(now.isoformat()[:10])
    assert b'"time"' in to_structured_event(read[0]).body
PY
python/bin/python show.py
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { HTTP } from 'cloudevents';

const event = '{"specversion":"1.0","id":"1","type":"signed","source":"/signing"}';
const binary = { 'ce-specversion': '1.0', 'ce-id': '1', 'ce-type': 'signed', 'ce-source': '/signing', 'content-type': 'application/json' };
const messages = { structured: { headers: { 'content-type': 'application/cloudevents+json' }, body: event }, binary: { headers: binary, body: '{"a":1}' } };
for (const [name, message] of Object.entries(messages)) {
  const first = HTTP.toEvent(message).time;
  await setTimeout(5);
  const again = HTTP.toEvent(message).time;
  console.log(`JavaScript, ${name}: read at ${first}, and again at ${again}`);
  assert.ok(Math.abs(Date.now() - Date.parse(first)) < 60_000);
  assert.notEqual(first, again);
}
JS
node show.mjs
