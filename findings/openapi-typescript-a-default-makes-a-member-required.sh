#!/usr/bin/env bash
# The body of a request with an optional member that has a default, `size: { type: integer, default: 10 }`. That the server fills it in is why a client may leave it out, so one would expect `size?: number`, which is what one gets
# when the schema stands in the request. When it stands under `components` and is referred to, as schemas do, the member is required, and a call that leaves it out does not compile: the very same schema is two types.
# `--default-non-nullable=false` makes both optional.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . openapi-typescript@7.13.0 >/dev/null
echo 'openapi-typescript@7.13.0'
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import openapiTS, { astToString } from 'openapi-typescript';

const schema = { type: 'object', properties: { size: { type: 'integer', default: 10 } } };
const post = (body) => ({ post: { requestBody: { content: { 'application/json': { schema: body } } }, responses: { 204: { description: 'done' } } } });
const paths = { '/inline': post(schema), '/referred': post({ $ref: '#/components/schemas/List' }) };
const document = { openapi: '3.1.0', info: { title: 'Lists', version: '1' }, paths, components: { schemas: { List: schema } } };
const types = async (options) => astToString(await openapiTS(document, options)).match(/size\??: number/g).join(', ');
const [usual, told] = [await types(), await types({ defaultNonNullable: false })];
console.log(`in the request and under components: ${usual}; with defaultNonNullable: false: ${told}`);
assert.equal(usual, 'size?: number, size: number');
assert.equal(told, 'size?: number, size?: number');
JS
node show.mjs
