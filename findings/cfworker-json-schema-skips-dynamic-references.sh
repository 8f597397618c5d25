#!/usr/bin/env bash
# A schema of JSON Schema 2020-12 that refers to itself by `$dynamicRef`, as OpenAPI 3.1 describes its own documents. One would expect it to be followed, for the library names 2020-12 among what it validates by. @cfworker/json-schema passes
# over the keyword: whatever stands there is valid, without a word. By `$ref` it judges rightly, and Ajv does by both.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . ajv@8.20.0 @cfworker/json-schema@4.1.6 >/dev/null
echo 'ajv@8.20.0 @cfworker/json-schema@4.1.6'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { Validator } from '@cfworker/json-schema';
import { Ajv2020 } from 'ajv/dist/2020.js';

for (const keyword of ['$ref', '$dynamicRef']) {
  const node = { $dynamicAnchor: 'node', type: 'object', properties: { name: { type: 'string' }, child: { [keyword]: keyword === '$ref' ? '#/$defs/node' : '#node' } } };
  const schema = { $schema: 'https://json-schema.org/draft/2020-12/schema', $ref: '#/$defs/node', $defs: { node } };
  const wrong = { name: 'a', child: { name: 7 } };
  const seen = [new Ajv2020().validate(schema, wrong), new Validator(schema, '2020-12').validate(wrong).valid];
  console.log(`${keyword}: ${JSON.stringify(wrong)} is valid: ajv ${seen[0]}, cfworker ${seen[1]}`);
  assert.deepEqual(seen, [false, keyword === '$dynamicRef']);
}
JS
node show.mjs
