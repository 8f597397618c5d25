#!/usr/bin/env bash
# `format: date-time` and the text `2026-01-01T00:00:00+0100`. JSON Schema has the format as RFC 3339 writes it, with a colon in the offset, so one would expect it to be refused, as @cfworker/json-schema refuses
# it. ajv-formats takes it, an offset of hours only (`+01`) too, and `format: uuid` takes `urn:uuid:…`: who validates with it hands on what the next reader refuses.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . ajv@8.20.0 ajv-formats@3.0.1 @cfworker/json-schema@4.1.6 >/dev/null
echo 'ajv@8.20.0 ajv-formats@3.0.1 @cfworker/json-schema@4.1.6'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { Validator } from '@cfworker/json-schema';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const ajv = new Ajv2020();
addFormats.default(ajv);
const cases = [
  ['date-time', '2026-01-01T00:00:00+01:00', true],
  ['date-time', '2026-01-01T00:00:00+0100', false],
  ['date-time', '2026-01-01T00:00:00+01', false],
  ['uuid', 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6', true],
  ['uuid', 'urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6', false],
];
for (const [format, text, right] of cases) {
  const schema = { type: 'string', format };
  const seen = [ajv.validate(schema, text), new Validator(schema, '2020-12').validate(text).valid];
  console.log(`${format} ${text}: ajv-formats ${seen[0]}, cfworker ${seen[1]}`);
  assert.deepEqual(seen, [true, right]);
}
JS
node show.mjs
