#!/usr/bin/env bash
# A schema with an optional member named `constructor`, and the empty object. One would expect that the member is not there and does no harm. Ajv finds what every object of JavaScript inherits: `{}` is refused because
# its `constructor` is no text. `ownProperties: true` makes it look at the members themselves, as @cfworker/json-schema does.
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

const schema = { type: 'object', properties: { constructor: { type: 'string' } } };
const usual = new Ajv2020().compile(schema);
const own = new Ajv2020({ ownProperties: true }).compile(schema);
const seen = [usual({}), own({}), new Validator(schema, '2020-12').validate({}).valid];
console.log(`${JSON.stringify(schema)}: {} is valid: ajv ${seen[0]} (${usual.errors?.[0].instancePath} ${usual.errors?.[0].message}), with ownProperties ${seen[1]}, cfworker ${seen[2]}`);
assert.deepEqual(seen, [false, true, true]);
JS
node show.mjs
