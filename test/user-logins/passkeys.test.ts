import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { isoCBOR } from '@simplewebauthn/server/helpers';
import { Passkeys } from '../../src/user-logins/second-factors/passkeys.js';

const ORIGIN = 'https://sign.acme.example';
const passkeys = new Passkeys({ PUBLIC_URL: ORIGIN });

/** An authenticator whose count can be set, as one does that was copied. */
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const credentialId = randomBytes(16);
const sha256 = (data: Buffer) => createHash('sha256').update(data).digest();
const clientData = (type: string, challenge: string) =>
  Buffer.from(JSON.stringify({ type, challenge, origin: ORIGIN, crossOrigin: false }));
const authenticatorData = (flags: number, count: number, more = Buffer.alloc(0)) => {
  const counted = Buffer.alloc(4);
  counted.writeUInt32BE(count);
  return Buffer.concat([sha256(Buffer.from('sign.acme.example')), Buffer.from([flags]), counted, more]);
};
const named = {
  id: credentialId.toString('base64url'),
  rawId: credentialId.toString('base64url'),
  type: 'public-key',
  clientExtensionResults: {},
} as const;

function created(challenge: string, count: number) {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const cose = new Map<number, number | Uint8Array>([
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, new Uint8Array(Buffer.from(x, 'base64url'))],
    [-3, new Uint8Array(Buffer.from(y, 'base64url'))],
  ]);
  const key = Buffer.from(isoCBOR.encode(cose));
  const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, credentialId.length]), credentialId, key]);
  const attestation = new Map<string, unknown>([
    ['fmt', 'none'],
    ['attStmt', new Map()],
    ['authData', new Uint8Array(authenticatorData(0x45, count, attested))],
  ]);
  const attestationObject = Buffer.from(isoCBOR.encode(attestation as never)).toString('base64url');
  const clientDataJSON = clientData('webauthn.create', challenge).toString('base64url');
  return { ...named, response: { clientDataJSON, attestationObject } };
}

function used(challenge: string, count: number) {
  const data = authenticatorData(0x05, count);
  const client = clientData('webauthn.get', challenge);
  const signature = sign('sha256', Buffer.concat([data, sha256(client)]), privateKey);
  return {
    ...named,
    response: {
      clientDataJSON: client.toString('base64url'),
      authenticatorData: data.toString('base64url'),
      signature: signature.toString('base64url'),
    },
  };
}

test('a passkey whose count goes back is a copy, from its first use on', async () => {
  const challenge = randomBytes(32).toString('base64url');
  const believed = await passkeys.judgeCreation(created(challenge, 7), challenge);
  if (believed === null) throw new Error('It was not believed');
  const use = (count: number) =>
    passkeys.judgeAssertion(used(challenge, count), challenge, believed.passkey, believed.counter);
  expect([await use(5), await use(7)]).toEqual([null, null]);
  expect(await use(8)).toEqual({ counter: 8 });
});
