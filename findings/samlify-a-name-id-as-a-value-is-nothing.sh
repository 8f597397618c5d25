#!/usr/bin/env bash
# `eduPersonTargetedID`, by which universities' providers name a person to a service for good: an attribute whose value is a NameID (SAML core section 2.7.3.1 lets a value be any XML). One would expect samlify to give the identifier, or the XML.
# The attribute is there and its value is `[]`, as for an attribute without a value, and who falls back on the (transient) subject makes a new account at each login. node-saml gives it.
set -euo pipefail
source "$(dirname "$0")/signed-assertion.bash"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . @node-saml/node-saml@5.1.0 samlify@2.13.1 xml-crypto@6.3.2 >/dev/null
echo "@node-saml/node-saml@5.1.0, samlify@2.13.1, Node $(node --version)"
write_signed_assertion
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { SAML } from '@node-saml/node-saml';
import * as samlify from 'samlify';
import { signedResponse } from './assertion.mjs';

const name = 'urn:oid:1.3.6.1.4.1.5923.1.1.1.10';
const idpCert = readFileSync('idp.pem', 'utf8');
const SAMLResponse = signedResponse(`<saml:Attribute Name="mail"><saml:AttributeValue>anna@example.com</saml:AttributeValue></saml:Attribute>
<saml:Attribute Name="${name}" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:uri" FriendlyName="eduPersonTargetedID"><saml:AttributeValue><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent" NameQualifier="https://idp.example.com" SPNameQualifier="https://sp.example.com">84e411ea</saml:NameID></saml:AttributeValue></saml:Attribute>`);
const { profile } = await new SAML({ issuer: 'https://sp.example.com', callbackUrl: 'https://sp.example.com/acs', idpCert, wantAuthnResponseSigned: false }).validatePostResponseAsync({ SAMLResponse });
samlify.setSchemaValidator({ validate: async () => 'not looked at' });
const binding = (short) => `urn:oasis:names:tc:SAML:2.0:bindings:${short}`;
const sp = samlify.ServiceProvider({ entityID: 'https://sp.example.com', assertionConsumerService: [{ Binding: binding('HTTP-POST'), Location: 'https://sp.example.com/acs' }], wantAssertionsSigned: true });
const location = [{ Binding: binding('HTTP-Redirect'), Location: 'https://idp.example.com/sso' }];
const idp = samlify.IdentityProvider({ entityID: 'https://idp.example.com', signingCert: idpCert, singleSignOnService: location, singleLogoutService: location });
const { extract } = await sp.parseLoginResponse(idp, 'post', { body: { SAMLResponse } });
console.log('node-saml:', JSON.stringify(profile.attributes[name]));
console.log('samlify:  ', JSON.stringify(extract.attributes));
assert.equal(profile.attributes[name].NameID[0]._, '84e411ea');
assert.deepEqual(extract.attributes, { mail: 'anna@example.com', [name]: [] });
JS
node show.mjs
