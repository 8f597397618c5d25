#!/usr/bin/env bash
# A mobile driving licence (ISO 18013-5) read with @auth0/mdl and kept or sent as JSON. Its elements come as an object with texts, numbers and dates that JSON writes well, so one would expect the same of what they hold.
# `driving_privileges`, the reason for a licence, becomes `[{}]`: what is nested comes as a Map, of which JSON.stringify writes nothing, and `privilege.vehicle_category_code` is undefined.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . @auth0/mdl@3.0.1 >/dev/null
echo "@auth0/mdl@3.0.1, Node $(node --version)"
openssl ecparam -name prime256v1 -genkey -noout -out issuer.key
openssl req -x509 -new -key issuer.key -subj '/C=DE/O=Example/CN=Issuer' -days 30 -out issuer.pem
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import mdl from '@auth0/mdl';

const elements = { family_name: 'Berg', birth_date: '1980-05-17', height: 170, driving_privileges: [{ vehicle_category_code: 'B', issue_date: '2001-01-01' }] };
const issued = await new mdl.Document('org.iso.18013.5.1.mDL')
  .addIssuerNameSpace('org.iso.18013.5.1', elements)
  .useDigestAlgorithm('SHA-256')
  .addValidityInfo({ signed: new Date() })
  .addDeviceKeyInfo({ deviceKey: generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }) })
  .sign({ issuerPrivateKey: createPrivateKey(readFileSync('issuer.key')).export({ format: 'jwk' }), issuerCertificate: readFileSync('issuer.pem', 'utf8'), alg: 'ES256' });
const [read] = mdl.parse(new mdl.MDoc([issued]).encode()).documents;
const found = read.getIssuerNameSpace('org.iso.18013.5.1');
console.log('read:', found);
console.log('as JSON:', JSON.stringify(found));
assert.equal(JSON.stringify(found), '{"family_name":"Berg","birth_date":"1980-05-17","height":170,"driving_privileges":[{}]}');
assert.equal(found.driving_privileges[0].vehicle_category_code, undefined);
assert.equal(found.driving_privileges[0].get('vehicle_category_code'), 'B');
JS
node show.mjs
