#!/usr/bin/env bash
# Names of attributes are case insensitive in SCIM (RFC 7643 section 2.1), so a directory may end an account with `"path": "Active"`. One would expect scim-patch to do as it is told or to refuse. It adds a second member: the user is `active: true` and `Active: false`,
# and whoever left can still sign. scim2-models (Python) sets the one there is.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . scim-patch@0.8.3 >/dev/null
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check scim2-models==0.12.3
echo "scim-patch@0.8.3, scim2-models 0.12.3, Node $(node --version)"
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { scimPatch } from 'scim-patch';

const seen = (path, value) => {
  const user = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'anna', active: true, name: { familyName: 'Berg' }, meta: { resourceType: 'User', created: '', lastModified: '', location: '' } };
  const { schemas, meta, ...patched } = scimPatch(user, [{ op: 'replace', path, value }]);
  console.log(`scim-patch, ${path}: ${JSON.stringify(patched)}`);
  return patched;
};
assert.deepEqual(seen('active', false), { userName: 'anna', active: false, name: { familyName: 'Berg' } });
assert.deepEqual(seen('Active', false), { userName: 'anna', active: true, Active: false, name: { familyName: 'Berg' } });
assert.deepEqual(seen('Name.FamilyName', 'Meier'), { userName: 'anna', active: true, name: { familyName: 'Berg' }, Name: { FamilyName: 'Meier' } });
JS
node show.mjs
cat >show.py <<'PY'
from scim2_models import PatchOp, User

for path, value in [('Active', False), ('Name.FamilyName', 'Meier')]:
    user = User.model_validate({'userName': 'anna', 'active': True, 'name': {'familyName': 'Berg'}})
    PatchOp[User].model_validate({'schemas': ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], 'Operations': [{'op': 'replace', 'path': path, 'value': value}]}).patch(user)
    print('scim2-models, %s: active %s, family name %s' % (path, user.active, user.name.family_name))
    assert (user.active, user.name.family_name) == ((False, 'Berg') if path == 'Active' else (True, 'Meier'))
PY
python/bin/python show.py
