#!/usr/bin/env bash
# A member that may be any JSON value, written as zod writes `z.json()`: a union that holds itself. It is valid OpenAPI 3.1, so one would expect a client with that member, of type Any if need be. openapi-python-client ends with 0
# and leaves out the schema, whatever refers to it, and the whole operation that takes it; with `{}` for the value, which says as much, all are there.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . zod@4.6.7 >/dev/null
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check openapi-python-client==0.29.1
echo 'openapi-python-client 0.29.1, zod@4.6.7'
cat >write.mjs <<'JS'
import { writeFileSync } from 'node:fs';
import { z } from 'zod';

for (const [name, value] of Object.entries({ recursive: z.json(), anything: z.any() })) {
  const { $defs = {}, $schema: _dialect, ...login } = z.toJSONSchema(z.object({ user: z.string(), reference: value }));
  const document = {
    openapi: '3.1.0',
    info: { title: name, version: '1' },
    paths: {
      '/logins': {
        post: {
          operationId: 'begin_login',
          requestBody: { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/Login' } } } },
          responses: { 204: { description: 'Done.' } },
        },
        get: { operationId: 'count_logins', responses: { 204: { description: 'Done.' } } },
      },
    },
    components: { schemas: { Login: login, ...$defs } },
  };
  writeFileSync(`${name}.json`, JSON.stringify(document).replaceAll('#/$defs/', '#/components/schemas/').replaceAll('__schema0', 'Json'));
}
JS
node write.mjs
for name in recursive anything; do
  status=0
  PATH="$folder/python/bin:$PATH" python/bin/openapi-python-client generate --path "$name.json" --output-path "$name" --meta none >"$name.log" 2>&1 || status=$?
  echo "$name: exit status $status, operations: $(cd "$name/api/default" && ls | grep -v __ | paste -sd ' '), models: $(cd "$name/models" 2>/dev/null && ls | grep -v __ | paste -sd ' ')"
  [ "$status" = 0 ]
done
grep -m 1 'Endpoint will not be generated' recursive.log
[ ! -e recursive/api/default/begin_login.py ] && [ ! -e recursive/models/login.py ] && [ -e recursive/api/default/count_logins.py ]
[ -e anything/api/default/begin_login.py ] && [ -e anything/models/login.py ]
