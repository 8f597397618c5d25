#!/usr/bin/env bash
# A client secret with a percent sign or a plus, sent in `Authorization: Basic`. RFC 6749 section 2.3.1 has id and secret form-encoded first, so one would expect
# `50%25+off` to be sent for `50% off`. Authlib, requests-oauthlib and the SDKs arctic and @badgateway/oauth2-client send both as they are, while openid-client and
# golang.org/x/oauth2 encode: a server that decodes, as it has to, sees another secret. Only letters, digits, `-`, `_`, `.` and `*` are safe with everybody.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check Authlib==1.9.10 requests==2.34.2 requests-oauthlib==2.0.0
npm install --silent --no-audit --no-fund --prefix . openid-client@6.9.0 arctic@3.7.0 @badgateway/oauth2-client@3.3.1 >/dev/null
echo 'Authlib 1.9.10, requests-oauthlib 2.0.0; openid-client@6.9.0 arctic@3.7.0 @badgateway/oauth2-client@3.3.1'
cat >show.py <<'PY'
import os, sys
from authlib.integrations.requests_client import OAuth2Session as Authlib
from oauthlib.oauth2 import BackendApplicationClient
from requests_oauthlib import OAuth2Session as RequestsOAuthlib

url, client_id, secret = sys.argv[1], 'my app', '50% off'
os.environ['OAUTHLIB_INSECURE_TRANSPORT'] = '1'
Authlib(client_id, secret).fetch_token(url + '/Authlib', grant_type='client_credentials')
RequestsOAuthlib(client=BackendApplicationClient(client_id)).fetch_token(url + '/requests-oauthlib', client_id=client_id, client_secret=secret)
PY
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { promisify } from 'node:util';
import { OAuth2Client as Badgateway } from '@badgateway/oauth2-client';
import { OAuth2Client as Arctic } from 'arctic';
import * as openidClient from 'openid-client';

const sent = {};
const server = createServer((request, response) => {
  sent[request.url.slice(1)] = Buffer.from(request.headers.authorization.slice('Basic '.length), 'base64').toString();
  request.resume();
  response.writeHead(200, { 'content-type': 'application/json' }).end('{"access_token":"t","token_type":"Bearer"}');
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const url = `http://127.0.0.1:${server.address().port}`;
const [id, secret] = ['my app', '50% off'];

const config = new openidClient.Configuration({ issuer: url, token_endpoint: `${url}/openid-client` }, id, {}, openidClient.ClientSecretBasic(secret));
openidClient.allowInsecureRequests(config);
await openidClient.clientCredentialsGrant(config);
await new Arctic(id, secret, null).validateAuthorizationCode(`${url}/arctic`, 'code', null);
await new Badgateway({ server: url, tokenEndpoint: '/badgateway', clientId: id, clientSecret: secret }).clientCredentials();
await promisify(execFile)('python/bin/python', ['show.py', url]);

for (const [client, text] of Object.entries(sent)) console.log(`${client}: ${text}`);
assert.equal(sent['openid-client'], 'my+app:50%25+off');
for (const client of ['arctic', 'badgateway', 'Authlib', 'requests-oauthlib']) assert.equal(sent[client], 'my app:50% off');
process.exit();
JS
node show.mjs
