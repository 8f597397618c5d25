#!/usr/bin/env bash
# `generateAccessToken` of DocuSign's own SDKs (npm and PyPI), which redeems an authorization code. `getAuthorizationUri` demands a redirect URI and sends it,
# so RFC 6749 section 4.1.3 has it REQUIRED when the code is redeemed, and one would expect the client to keep it, or to ask for it again.
# Neither does: code and grant type are all that is sent, and a server that holds to the RFC refuses the code.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . docusign-esign@10.0.0 >/dev/null
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check docusign-esign==6.1.0
echo 'docusign-esign@10.0.0 (npm), docusign-esign 6.1.0 (PyPI)'
cat >show.cjs <<'JS'
const assert = require('node:assert/strict');
const axios = require('axios');
const { ApiClient } = require('docusign-esign');

let sent;
axios.request = async ({ data }) => {
  sent = data;
  return { data: {} };
};
const client = new ApiClient();
const uri = client.getAuthorizationUri('client', ['signature'], 'https://app.example.com/callback', 'code');
console.log(`npm: authorization request ${uri}`);
client.generateAccessToken('client', 'secret', 'code-1').then(() => {
  console.log(`npm: token request ${JSON.stringify(sent)}`);
  assert.match(uri, /redirect_uri=https%3A%2F%2Fapp\.example\.com%2Fcallback/);
  assert.deepEqual(sent, { grant_type: 'authorization_code', code: 'code-1' });
});
JS
cat >show.py <<'PY'
from types import SimpleNamespace
from docusign_esign import ApiClient

client = ApiClient(oauth_host_name='account-d.docusign.com')
sent = []
def post(url, headers=None, post_params=None, **rest):
    sent.append(dict(post_params))
    return SimpleNamespace(status=200, data='{}')
client.rest_client.POST = post
client.generate_access_token('client', 'secret', 'code-1')
print('PyPI: token request', sent[0])
assert sent == [{'grant_type': 'authorization_code', 'code': 'code-1'}]
PY
node show.cjs
python/bin/python show.py
