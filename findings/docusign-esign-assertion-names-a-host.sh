#!/usr/bin/env bash
# The assertion that DocuSign's own SDKs (npm and PyPI) send for the JWT bearer grant (RFC 7523). One would expect `aud` to be the issuer or the token
# endpoint, a URL, as section 3 suggests, and `scope` to be a parameter of the request, as RFC 7521 section 4.1 has it. `aud` is the bare host name, without a
# scheme, and `scope` stands in the assertion alone (nor is there a `jti`): a server that wants to serve these clients has to look there.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . docusign-esign@10.0.0 >/dev/null
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check docusign-esign==6.1.0
echo 'docusign-esign@10.0.0 (npm), docusign-esign 6.1.0 (PyPI)'
openssl genrsa -out key.pem 2048 2>/dev/null
cat >show.cjs <<'JS'
const axios = require('axios');
const { readFileSync } = require('node:fs');
const { ApiClient } = require('docusign-esign');

axios.request = async ({ baseURL, url, data }) => {
  console.log(JSON.stringify({ to: `${baseURL}${url}`, form: data }));
  return { data: {}, status: 200 };
};
const client = new ApiClient();
client.setOAuthBasePath('account-d.docusign.com');
client.requestJWTUserToken('client', 'user', ['signature', 'impersonation'], readFileSync('key.pem'), 600);
JS
cat >show.py <<'PY'
import json
from types import SimpleNamespace
from docusign_esign import ApiClient

client = ApiClient()
def request(method, url, headers=None, post_params=None, **rest):
    print(json.dumps({'to': url, 'form': dict(post_params)}))
    return SimpleNamespace(status=200, data='{"access_token": "token", "token_type": "Bearer"}')
client.request = request
client.request_jwt_user_token('client', 'user', 'account-d.docusign.com', open('key.pem', 'rb').read(), 600, ['signature', 'impersonation'])
PY
node show.cjs >npm.json
python/bin/python show.py >pypi.json
cat >judge.mjs <<'JS'
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

for (const sdk of ['npm', 'pypi']) {
  const { to, form } = JSON.parse(readFileSync(`${sdk}.json`, 'utf8'));
  const claims = JSON.parse(Buffer.from(form.assertion.split('.')[1], 'base64url'));
  console.log(`${sdk}: POST ${to} with ${Object.keys(form).sort()}; the assertion holds ${JSON.stringify(claims)}`);
  assert.deepEqual(Object.keys(form).sort(), ['assertion', 'grant_type']);
  assert.deepEqual(Object.keys(claims).sort(), ['aud', 'exp', 'iat', 'iss', 'scope', 'sub']);
  assert.equal(claims.aud, 'account-d.docusign.com');
  assert.equal(claims.scope, 'signature impersonation');
}
JS
node judge.mjs
