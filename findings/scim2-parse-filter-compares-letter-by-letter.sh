#!/usr/bin/env bash
# Before it creates an account a directory asks whether there is one: `filter=userName eq "anna@example.com"`. `userName` and `emails.value` are compared without regard to case (`caseExact: false` in RFC 7643 section 8.7.1), so one would expect scim2-parse-filter,
# which does so with the attributes' names, to find Anna@example.com. It does not, and Anna is created a second time. Nor does it find `userName` under its full name (`urn:ietf:params:scim:schemas:core:2.0:User:userName`), which it knows for attributes of extensions.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . scim2-parse-filter@0.2.10 >/dev/null
echo "scim2-parse-filter@0.2.10, Node $(node --version)"
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { filter, parse } from 'scim2-parse-filter';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const user = { userName: 'Anna@example.com', emails: [{ value: 'Anna@example.com' }], [enterprise]: { department: 'Law' } };
const expected = {
  'userName eq "Anna@example.com"': true,
  'USERNAME EQ "Anna@example.com"': true,
  'userName eq "anna@example.com"': false,
  'emails.value eq "anna@example.com"': false,
  'urn:ietf:params:scim:schemas:core:2.0:User:userName eq "Anna@example.com"': false,
  [`${enterprise}:department eq "Law"`]: true,
};
for (const [query, result] of Object.entries(expected)) {
  const found = filter(parse(query))(user);
  console.log(`${query}: ${found ? 'found' : 'not found'}`);
  assert.equal(found, result);
}
JS
node show.mjs
