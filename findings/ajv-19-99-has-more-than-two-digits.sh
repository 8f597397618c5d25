#!/usr/bin/env bash
# An amount in a schema with `multipleOf: 0.01`, the usual way to say two digits, and 19.99. One would expect it to be valid. Ajv divides binary fractions and refuses it, and one in seven of the amounts up to 100, while 19.98 passes;
# @cfworker/json-schema takes them all. `multipleOfPrecision: 6` makes Ajv round.
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

const schema = { type: 'number', multipleOf: 0.01 };
const amounts = Array.from({ length: 10_000 }, (_, cents) => Number((cents / 100).toFixed(2)));
const usual = new Ajv2020().compile(schema);
const precise = new Ajv2020({ multipleOfPrecision: 6 }).compile(schema);
const cfworker = new Validator(schema, '2020-12');
const refused = [usual, precise, (amount) => cfworker.validate(amount).valid].map((valid) => amounts.filter((amount) => !valid(amount)).length);
console.log(`19.98: ${usual(19.98)}, 19.99: ${usual(19.99)}; of 10000 amounts refused: ajv ${refused[0]}, with multipleOfPrecision ${refused[1]}, cfworker ${refused[2]}`);
assert.deepEqual([usual(19.98), usual(19.99)], [true, false]);
assert.ok(refused[0] > 100);
assert.deepEqual(refused.slice(1), [0, 0]);
JS
node show.mjs
