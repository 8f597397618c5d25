#!/usr/bin/env bash
# A security key without a PIN and @simplewebauthn/server with nothing said about user verification. The options it generates for the browser say "preferred", so one would expect its verification of the answer to take a key that cannot verify the user.
# "User verification was required, but user could not be verified": `requireUserVerification` is true unless one says otherwise, at registration and at each login. py_webauthn requires nothing that one did not ask for, and takes the same answer.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . @simplewebauthn/server@14.0.3 cbor@10.0.12 >/dev/null
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check webauthn==3.0.1
echo "@simplewebauthn/server@14.0.3, webauthn 3.0.1 (Python), Node $(node --version)"
cat >security-key.mjs <<'JS'
// A security key that asks for a touch and no PIN: user present, not verified.
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import cbor from 'cbor';

const { x, y } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
const publicKey = new Map([[1, 2], [3, -7], [-1, 1], [-2, Buffer.from(x, 'base64url')], [-3, Buffer.from(y, 'base64url')]]);
export function register(challenge) {
  const id = randomBytes(16);
  const presentWithKey = 0x41;
  const authData = Buffer.concat([createHash('sha256').update('example.com').digest(), Buffer.from([presentWithKey, 0, 0, 0, 1]), Buffer.alloc(16), Buffer.from([0, 16]), id, cbor.encode(publicKey)]);
  const clientData = JSON.stringify({ type: 'webauthn.create', challenge, origin: 'https://example.com', crossOrigin: false });
  return {
    id: id.toString('base64url'), rawId: id.toString('base64url'), type: 'public-key', clientExtensionResults: {},
    response: { clientDataJSON: Buffer.from(clientData).toString('base64url'), attestationObject: cbor.encode({ fmt: 'none', attStmt: {}, authData }).toString('base64url'), transports: ['usb'] },
  };
}
JS
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { generateRegistrationOptions, verifyRegistrationResponse } from '@simplewebauthn/server';
import { register } from './security-key.mjs';

const options = await generateRegistrationOptions({ rpName: 'Example', rpID: 'example.com', userName: 'anna' });
const response = register(options.challenge);
const expected = { response, expectedChallenge: options.challenge, expectedOrigin: 'https://example.com', expectedRPID: 'example.com' };
const verdict = await verifyRegistrationResponse(expected).then(({ verified }) => verified, ({ message }) => message);
const told = await verifyRegistrationResponse({ ...expected, requireUserVerification: false });
console.log(`@simplewebauthn/server asks: ${options.authenticatorSelection.userVerification}; verifies: ${verdict}; with requireUserVerification: false: ${told.verified}`);
assert.deepEqual([options.authenticatorSelection.userVerification, verdict, told.verified], ['preferred', 'User verification was required, but user could not be verified', true]);
writeFileSync('answer.json', JSON.stringify({ challenge: options.challenge, response }));
JS
node show.mjs
cat >show.py <<'PY'
import json

from webauthn import generate_registration_options, verify_registration_response
from webauthn.helpers import base64url_to_bytes

answer = json.load(open('answer.json'))
options = generate_registration_options(rp_id='example.com', rp_name='Example', user_name='anna')
found = verify_registration_response(credential=answer['response'], expected_challenge=base64url_to_bytes(answer['challenge']), expected_rp_id='example.com', expected_origin='https://example.com')
assert options.authenticator_selection is None
print("py_webauthn asks for nothing; takes it, user verified: %s" % found.user_verified)
assert not found.user_verified
PY
python/bin/python show.py
