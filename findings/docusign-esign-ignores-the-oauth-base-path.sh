#!/usr/bin/env bash
# The constructor of DocuSign's own SDK has `oAuthBasePath` beside `basePath` in its options, with a default of its own. One would expect the value given
# to count. It is overwritten by one derived from `basePath`, silently: a host of one's own, and the demo account server beside a base path that does not
# begin with https://demo (a proxy, a mock), become account.docusign.com, so a test's secrets go to production. `setOAuthBasePath` works, until `setBasePath`.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . docusign-esign@10.0.0 >/dev/null
echo 'docusign-esign@10.0.0 (npm)'
cat >show.cjs <<'JS'
const assert = require('node:assert/strict');
const { ApiClient } = require('docusign-esign');

const client = new ApiClient({ basePath: 'https://proxy.example.com/restapi', oAuthBasePath: 'account-d.docusign.com' });
const given = client.getOAuthBasePath();
client.setOAuthBasePath('account-d.docusign.com');
const set = client.getOAuthBasePath();
client.setBasePath('https://proxy.example.com/restapi');
const after = client.getOAuthBasePath();
console.log(`option oAuthBasePath account-d.docusign.com: ${given}\nsetOAuthBasePath: ${set}\nthen setBasePath: ${after}`);
assert.equal(given, 'account.docusign.com');
assert.equal(set, 'account-d.docusign.com');
assert.equal(after, 'account.docusign.com');
process.exit();
JS
node show.cjs
