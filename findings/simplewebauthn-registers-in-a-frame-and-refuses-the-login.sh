#!/usr/bin/env bash
# Signing embedded in the page of a customer, in a frame with `publickey-credentials-create` and `-get` allowed: the browser answers with `crossOrigin: true` and the page's `topOrigin` (WebAuthn section 5.8.1). One would expect @simplewebauthn/server to treat both halves alike.
# It registers the passkey without a word, and then refuses every login with it: "Detected cross-origin authentication response". `expectedTopOrigin` exists for logins only. Who tried the registration alone finds out when signers come back.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --prefix . @simplewebauthn/server@14.0.3 cbor@10.0.12 >/dev/null
echo "@simplewebauthn/server@14.0.3, Node $(node --version)"
cat >show.mjs <<'JS'
import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { generateAuthenticationOptions, generateRegistrationOptions, verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server';
import cbor from 'cbor';

// A passkey in a browser, user present and verified.
const sha256 = (data) => createHash('sha256').update(data).digest();
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const { x, y } = publicKey.export({ format: 'jwk' });
const key = cbor.encode(new Map([[1, 2], [3, -7], [-1, 1], [-2, Buffer.from(x, 'base64url')], [-3, Buffer.from(y, 'base64url')]]));
const id = randomBytes(16);
const authData = (flags, ...rest) => Buffer.concat([sha256('sign.example.com'), Buffer.from([flags, 0, 0, 0, 0]), ...rest]);
const clientData = (type, challenge, frame) =>
  Buffer.from(JSON.stringify({ type, challenge, origin: 'https://sign.example.com', crossOrigin: frame, ...(frame && { topOrigin: 'https://customer.example' }) }));
const answer = (response) => ({ id: id.toString('base64url'), rawId: id.toString('base64url'), type: 'public-key', clientExtensionResults: {}, response });
const text = (bytes) => Buffer.from(bytes).toString('base64url');
const expected = { expectedOrigin: 'https://sign.example.com', expectedRPID: 'sign.example.com' };

async function seen(frame, more = {}) {
  const { challenge } = await generateRegistrationOptions({ rpName: 'Example', rpID: 'sign.example.com', userName: 'anna' });
  const attestationObject = cbor.encode({ fmt: 'none', attStmt: {}, authData: authData(0x45, Buffer.alloc(16), Buffer.from([0, 16]), id, key) });
  const registered = await verifyRegistrationResponse({
    ...expected, expectedChallenge: challenge, response: answer({ clientDataJSON: text(clientData('webauthn.create', challenge, frame)), attestationObject: text(attestationObject) }),
  });
  const { challenge: next } = await generateAuthenticationOptions({ rpID: 'sign.example.com' });
  const data = clientData('webauthn.get', next, frame);
  const authenticatorData = authData(0x05);
  const signature = sign('sha256', Buffer.concat([authenticatorData, sha256(data)]), privateKey);
  const login = await verifyAuthenticationResponse({
    ...expected, ...more, expectedChallenge: next, credential: registered.registrationInfo.credential,
    response: answer({ clientDataJSON: text(data), authenticatorData: text(authenticatorData), signature: text(signature) }),
  }).then(({ verified }) => String(verified), ({ message }) => message.slice(0, 45).trim());
  return `registered: ${registered.verified}, login: ${login}`;
}
const found = { 'in a window': await seen(false), 'in a frame': await seen(true), 'in a frame, told of it': await seen(true, { expectedTopOrigin: 'https://customer.example' }) };
console.log(found);
assert.deepEqual(Object.values(found), ['registered: true, login: true', 'registered: true, login: Detected cross-origin authentication response', 'registered: true, login: true']);
JS
node show.mjs
