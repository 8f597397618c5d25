#!/usr/bin/env bash
# Rules over claims in JsonLogic, `{"<": [{"var": "age"}, 18]}` for "not old enough". Where there is no age one would expect no answer, or false, as `{">": [{"var": "age"}, 18]}` gives it. An unknown age is below eighteen, since null is 0 in JavaScript's comparisons. A claim whose name is an address, as most providers name their own,
# cannot be asked for: `{"var": "https://example.com/role"}` is null, for a dot is a step into an object. And `{"in": ["admin", {"var": "roles"}]}` looks for a member in a list, but for a piece of text in a text.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . json-logic-js@2.0.5 >/dev/null
echo "json-logic-js@2.0.5, Node $(node --version)"
cat >show.cjs <<'JS'
const assert = require('node:assert/strict');
const { apply } = require('json-logic-js');

const role = 'https://example.com/role';
for (const [rule, claims, expected] of [
  [{ '<': [{ var: 'age' }, 18] }, { age: 17 }, true],
  [{ '<': [{ var: 'age' }, 18] }, {}, true],
  [{ '>': [{ var: 'age' }, 18] }, {}, false],
  [{ var: role }, { [role]: 'signer' }, null],
  [{ in: ['admin', { var: 'roles' }] }, { roles: ['administration'] }, false],
  [{ in: ['admin', { var: 'roles' }] }, { roles: 'administration' }, true],
]) {
  const seen = apply(rule, claims);
  console.log(`${JSON.stringify(rule)} of ${JSON.stringify(claims)}: ${seen}`);
  assert.equal(seen, expected);
}
JS
node show.cjs
