#!/usr/bin/env bash
# An object of which one of two members has to be there: `properties` and, beside them, `anyOf: [{ required: [email] }, { required: [phone] }]`. In JSON Schema both hold at once, so one would expect a type with those properties.
# openapi-typescript joins them with "or": the type is `{ … } | unknown | unknown`, which is `unknown`, and whatever one reads or sends compiles no more, or all of it. With properties in the branches it is the type of one
# branch without what stands beside. `oneOf` is joined with "and", as it should be.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . openapi-typescript@7.13.0 >/dev/null
echo 'openapi-typescript@7.13.0'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import openapiTS, { astToString } from 'openapi-typescript';

const text = { type: 'string' };
const either = [{ required: ['email'] }, { required: ['phone'] }];
const branches = [{ type: 'object', properties: { email: text } }, { type: 'object', properties: { phone: text } }];
const schemas = {
  AnyRequired: { type: 'object', properties: { email: text, phone: text }, anyOf: either },
  AnyBranch: { type: 'object', properties: { name: text }, anyOf: branches },
  OneBranch: { type: 'object', properties: { name: text }, oneOf: branches },
};
const document = { openapi: '3.1.0', info: { title: 'Signers', version: '1' }, paths: {}, components: { schemas } };
const written = astToString(await openapiTS(document)).replace(/\s+/g, ' ');
const typeOf = (name) => new RegExp(`${name}: (.*?); (?=(AnyBranch|OneBranch|\\}; responses))`).exec(written)[1];
for (const name of Object.keys(schemas)) console.log(`${name}: ${typeOf(name)}`);
assert.equal(typeOf('AnyRequired'), '{ email?: string; phone?: string; } | unknown | unknown');
assert.equal(typeOf('AnyBranch'), '{ name?: string; } | { email?: string; } | { phone?: string; }');
assert.equal(typeOf('OneBranch'), '{ name?: string; } & ({ email?: string; } | { phone?: string; })');
JS
node show.mjs
