#!/usr/bin/env bash
# An assertion with two `<Attribute Name="role">`, one value each: SAML (core, section 2.7.3) does not say that a name occurs once, and some providers write it so. One would expect both values, as if they stood in one attribute. samlify gives both.
# node-saml gives two answers: the first as `profile.role`, the last as `profile.attributes.role`. python3-saml refuses the login. A check of a role or of an affiliation depends on who reads it.
set -euo pipefail
source "$(dirname "$0")/signed-assertion.bash"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . @node-saml/node-saml@5.1.0 samlify@2.13.1 xml-crypto@6.3.2 >/dev/null
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check python3-saml==1.16.0
echo "@node-saml/node-saml@5.1.0, samlify@2.13.1, python3-saml 1.16.0, Node $(node --version)"
write_signed_assertion
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { SAML } from '@node-saml/node-saml';
import * as samlify from 'samlify';
import { signedResponse } from './assertion.mjs';

const attribute = (...values) => `<saml:Attribute Name="role">${values.map((value) => `<saml:AttributeValue>${value}</saml:AttributeValue>`).join('')}</saml:Attribute>`;
const idpCert = readFileSync('idp.pem', 'utf8');
const nodeSaml = new SAML({ issuer: 'https://sp.example.com', callbackUrl: 'https://sp.example.com/acs', idpCert, wantAuthnResponseSigned: false });
samlify.setSchemaValidator({ validate: async () => 'not looked at' });
const binding = (name) => `urn:oasis:names:tc:SAML:2.0:bindings:${name}`;
const sp = samlify.ServiceProvider({ entityID: 'https://sp.example.com', assertionConsumerService: [{ Binding: binding('HTTP-POST'), Location: 'https://sp.example.com/acs' }], wantAssertionsSigned: true });
const location = [{ Binding: binding('HTTP-Redirect'), Location: 'https://idp.example.com/sso' }];
const idp = samlify.IdentityProvider({ entityID: 'https://idp.example.com', signingCert: idpCert, singleSignOnService: location, singleLogoutService: location });

async function seen(form, attributes) {
  const SAMLResponse = signedResponse(attributes);
  writeFileSync(`${form}.txt`, SAMLResponse);
  const { profile } = await nodeSaml.validatePostResponseAsync({ SAMLResponse });
  const { extract } = await sp.parseLoginResponse(idp, 'post', { body: { SAMLResponse } });
  const found = { 'node-saml profile.role': profile.role, 'node-saml profile.attributes.role': profile.attributes.role, samlify: extract.attributes.role };
  console.log(`${form}:`, found);
  return Object.values(found);
}
assert.deepEqual(await seen('once', attribute('employee', 'signatory')), [['employee', 'signatory'], ['employee', 'signatory'], ['employee', 'signatory']]);
assert.deepEqual(await seen('twice', attribute('employee') + attribute('signatory')), ['employee', 'signatory', ['employee', 'signatory']]);
JS
node show.mjs
cat >show.py <<'PY'
from onelogin.saml2.auth import OneLogin_Saml2_Auth
from onelogin.saml2.errors import OneLogin_Saml2_ValidationError

settings = {
    'strict': True,
    'sp': {'entityId': 'https://sp.example.com', 'assertionConsumerService': {'url': 'https://sp.example.com/acs'}},
    'idp': {'entityId': 'https://idp.example.com', 'singleSignOnService': {'url': 'https://idp.example.com/sso'}, 'x509cert': open('idp.pem').read()},
}

def seen(form):
    request = {'https': 'on', 'http_host': 'sp.example.com', 'script_name': '/acs', 'get_data': {}, 'post_data': {'SAMLResponse': open(form + '.txt').read()}}
    auth = OneLogin_Saml2_Auth(request, settings)
    try:
        auth.process_response()
        found = auth.get_attributes() if not auth.get_errors() else auth.get_last_error_reason()
    except OneLogin_Saml2_ValidationError as refusal:
        found = str(refusal)
    print('%s: python3-saml %s' % (form, found))
    return found

assert seen('once') == {'role': ['employee', 'signatory']}
assert seen('twice') == 'Found an Attribute element with duplicated Name'
PY
python/bin/python show.py
