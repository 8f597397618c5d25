#!/usr/bin/env bash
# Entra ID gives a user who has no address one: `{"op": "Add", "path": "emails[type eq \"work\"].value", "value": "anna@example.com"}`, and expects an address of that type to come into being, as Microsoft's own validator asks it. One would expect SCIM libraries to know their largest client. SCIMMY and scim2-models answer `noTarget`, so that the user
# never gets an address; where there is one already both replace it, which is what one tries first.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . scimmy@1.3.5 >/dev/null
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check scim2-models==0.12.3
echo "scimmy@1.3.5, Node $(node --version), scim2-models 0.12.3"
cat >cases.json <<'JSON'
{
  "without": { "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "id": "1", "userName": "anna" },
  "with one": { "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "id": "1", "userName": "anna", "emails": [{ "type": "work", "value": "old@example.com" }] }
}
JSON
echo '{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"Add","path":"emails[type eq \"work\"].value","value":"anna@example.com"}]}' >patch.json
cat >show.mjs <<'JS'
import { readFileSync } from 'node:fs';
import SCIMMY from 'scimmy';

const read = (name) => JSON.parse(readFileSync(name, 'utf8'));
for (const [name, user] of Object.entries(read('cases.json'))) {
  try {
    const { emails } = await new SCIMMY.Messages.PatchOp(read('patch.json')).apply(new SCIMMY.Schemas.User(user, 'in'), async (patched) => patched);
    console.log(`SCIMMY, ${name}: ${emails.map(({ value }) => value)}`);
  } catch ({ scimType }) {
    console.log(`SCIMMY, ${name}: ${scimType}`);
  }
}
JS
cat >show.py <<'PY'
import json

from scim2_models import Context, PatchOp, User
from scim2_models.exceptions import NoTargetException

for name, user in json.load(open('cases.json')).items():
    operation = PatchOp[User].model_validate(json.load(open('patch.json')), scim_ctx=Context.RESOURCE_PATCH_REQUEST)
    person = User.model_validate(user)
    try:
        operation.patch(person)
        print('scim2-models, %s: %s' % (name, ','.join(email.value for email in person.emails)))
    except NoTargetException:
        print('scim2-models, %s: noTarget' % name)
PY
{ node show.mjs; python/bin/python show.py; } | tee seen
diff - seen <<'SEEN'
SCIMMY, without: noTarget
SCIMMY, with one: anna@example.com
scim2-models, without: noTarget
scim2-models, with one: anna@example.com
SEEN
