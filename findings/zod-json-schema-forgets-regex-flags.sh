#!/usr/bin/env bash
# A schema with a case-insensitive expression, `z.string().regex(/^[a-f0-9]+$/i)`, published as JSON Schema. JSON Schema has no flags, so one would expect
# an error, or a pattern that says the same (`[a-fA-F0-9]`), as for other things that cannot be expressed. The flag is dropped: the published schema refuses
# what the service takes, so a client that validates before it sends refuses good values.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . zod@4.6.7 ajv@8.20.0 >/dev/null
echo 'zod@4.6.7 ajv@8.20.0'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as z from 'zod';

const schema = z.string().regex(/^[a-f0-9]+$/i);
const published = z.toJSONSchema(schema);
const byZod = schema.safeParse('BEEF').success;
const bySchema = new Ajv2020().validate(published, 'BEEF');
console.log(`pattern ${published.pattern}; "BEEF": ${byZod ? 'taken' : 'refused'} by zod, ${bySchema ? 'taken' : 'refused'} by its JSON Schema`);
let refused;
try {
  z.toJSONSchema(z.date());
} catch (error) {
  refused = error.message;
}
console.log(`z.date(): ${refused}`);
assert.equal(published.pattern, '^[a-f0-9]+$');
assert.deepEqual([byZod, bySchema], [true, false]);
assert.match(refused, /cannot be represented/);
JS
node show.mjs
