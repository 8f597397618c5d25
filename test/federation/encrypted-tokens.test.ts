import { createCipheriv, createPublicKey, randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CompactEncrypt, type JWK } from 'jose';
import { rsaPair } from '../support/rsa-pair.js';
import {
  encryptJwt,
  type Script,
  type ScriptableProvider,
  startScriptableProvider,
} from '../support/scriptable-provider.js';
import { type FederationUnderTest, federationUnderTest } from './support/federation-under-test.js';
import { providerUnderTest } from './support/provider-under-test.js';
import { completed, failed, walk } from './support/walk.js';

const pair = await rsaPair();
const ourJwk = createPublicKey(pair.privateKey).export({ format: 'jwk' }) as JWK;
const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A JWE put together by hand, because libraries refuse to make these. */
function handmade(header: object, plaintext: string): string {
  const key = randomBytes(32);
  const iv = randomBytes(12);
  const protectedHeader = base64url(header);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(protectedHeader, 'ascii'));
  const text = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return [
    protectedHeader,
    'AAAA',
    iv.toString('base64url'),
    text.toString('base64url'),
    cipher.getAuthTag().toString('base64url'),
  ].join('.');
}

async function encrypt(plaintext: string, header: object = {}): Promise<string> {
  return await new CompactEncrypt(Buffer.from(plaintext))
    .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', ...header })
    .encrypt(pair.publicKey);
}

describe('an encrypted ID token', () => {
  let provider: ScriptableProvider;
  let tested: FederationUnderTest;

  beforeAll(async () => {
    provider = await startScriptableProvider({ signingAlgorithm: 'ES256' });
  });

  beforeEach(() => {
    tested = federationUnderTest();
  });

  afterEach(async () => {
    await tested.close();
  });

  afterAll(async () => {
    await provider.close();
  });

  const walkWith = (wrapIdToken: NonNullable<Script['wrapIdToken']>, more: object = {}) => {
    provider.behave({ wrapIdToken });
    const configured = providerUnderTest({
      kind: 'oidc',
      clientId: provider.clientId,
      clientAuthentication: { method: 'none' },
      issuer: provider.issuer,
      idToken: {
        signingAlgorithms: ['ES256'],
        encryption: { keyManagementAlgorithms: ['RSA-OAEP', 'RSA-OAEP-256'] },
      },
      decryptionKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }),
      ...more,
    });
    return walk(tested, configured);
  };

  it('is decrypted and its inner signature verified', async () => {
    const trip = completed(await walkWith((signed) => encryptJwt(signed, ourJwk)));
    expect(trip.idToken?.encrypted).not.toBeNull();
  });

  it('is decrypted whatever kid it names, when we hold a key that opens it', async () => {
    completed(await walkWith((signed) => encrypt(signed, { kid: 'unknown' })));
  });

  it.each([
    ['RSA1_5', () => handmade({ alg: 'RSA1_5', enc: 'A256GCM' }, 'x'), 'encryption_algorithm_refused'],
    [
      'PBES2',
      () => handmade({ alg: 'PBES2-HS256+A128KW', enc: 'A256GCM', p2c: 1e9, p2s: 'AAAA' }, 'x'),
      'encryption_algorithm_refused',
    ],
    ['dir', () => handmade({ alg: 'dir', enc: 'A256GCM' }, 'x'), 'encryption_algorithm_refused'],
    [
      'ECDH-ES where it is not configured',
      () => handmade({ alg: 'ECDH-ES', enc: 'A256GCM' }, 'x'),
      'encryption_algorithm_refused',
    ],
    ['an unknown enc', () => handmade({ alg: 'RSA-OAEP', enc: 'none' }, 'x'), 'encryption_algorithm_refused'],
    ['enc as a list', () => handmade({ alg: 'RSA-OAEP', enc: ['A256GCM'] }, 'x'), 'encryption_algorithm_refused'],
    [
      'zip',
      (signed: string) => handmade({ alg: 'RSA-OAEP', enc: 'A256GCM', zip: 'DEF' }, signed),
      'encryption_algorithm_refused',
    ],
    [
      'crit',
      (signed: string) => handmade({ alg: 'RSA-OAEP', enc: 'A256GCM', crit: ['exp'] }, signed),
      'critical_header_unsupported',
    ],
    [
      'a key that is none',
      (signed: string) => handmade({ alg: 'RSA-OAEP', enc: 'A256GCM' }, signed),
      'decryption_failed',
    ],
    ['a header that is no JSON', () => 'AAAA.b.c.d.e', 'malformed'],
    ['bare claims inside', () => encrypt(JSON.stringify({ sub: 'john' })), 'unsigned'],
    [
      'an unsigned token inside',
      () => encrypt(`${base64url({ alg: 'none' })}.${base64url({ sub: 'john' })}.`),
      'unsigned',
    ],
    ['another encrypted token inside', async (signed: string) => encrypt(await encrypt(signed)), 'unsigned'],
    [
      'bytes that are not UTF-8 inside',
      () => encrypt('\ud800').then((jwe) => jwe.replace(/\.[^.]+$/, '.AAAA')),
      'decryption_failed',
    ],
    [
      'an authentication tag that is wrong',
      async (signed: string) => (await encrypt(signed)).replace(/\.[^.]+$/, '.AAAAAAAAAAAAAAAAAAAAAA'),
      'decryption_failed',
    ],
    [
      'a signature by a stranger inside',
      () => encrypt(`${base64url({ alg: 'ES256' })}.${base64url({ sub: 'john' })}.AAAA`),
      'signature_invalid',
    ],
  ] as const)('is refused with %s', async (_what, wrap, reason) => {
    expect(failed(await walkWith((signed) => wrap(signed))).code).toBe(`id_token.${reason}`);
  });
});
