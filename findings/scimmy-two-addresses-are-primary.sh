#!/usr/bin/env bash
# A user has a primary address, and a PATCH adds another with `primary: true`. RFC 7644 (section 3.5.2) has the server set the old one to false, so one would expect a single primary address. SCIMMY keeps both as primary, and which one mail goes to is for chance to say; an address that is there already is added a second time, which the RFC
# wants left alone; and an address of the type "Work" or "private" is refused, though the types of RFC 7643 are suggestions.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . scimmy@1.3.5 >/dev/null
echo "scimmy@1.3.5, Node $(node --version)"
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import SCIMMY from 'scimmy';

const old = { type: 'work', value: 'old@example.com', primary: true };
async function added(email) {
  const user = new SCIMMY.Schemas.User({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], id: '1', userName: 'anna', emails: [old] }, 'in');
  const patch = { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: [{ op: 'add', path: 'emails', value: [email] }] };
  const seen = await new SCIMMY.Messages.PatchOp(patch).apply(user, async (patched) => patched).then(({ emails }) => emails.map(({ value, primary }) => `${value}${primary ? ' primary' : ''}`), ({ scimType }) => [scimType]);
  console.log(`${JSON.stringify(email)}: ${seen.join(', ')}`);
  return seen;
}
assert.deepEqual(await added({ type: 'home', value: 'new@example.com', primary: true }), ['old@example.com primary', 'new@example.com primary']);
assert.deepEqual(await added(old), ['old@example.com primary', 'old@example.com primary']);
assert.deepEqual(await added({ type: 'private', value: 'new@example.com' }), ['invalidValue']);
JS
node show.mjs
