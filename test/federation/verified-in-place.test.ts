import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { CompactSign, exportJWK, importJWK } from 'jose';
import { isPlainlySigned } from '../../src/federation/jwks/verified-in-place.js';
import { readCompactJws } from '../../src/federation/jwt/compact-jws.js';

const ec = (namedCurve = 'P-256') => generateKeyPairSync('ec', { namedCurve });
const rsa = (modulusLength = 2048) => generateKeyPairSync('rsa', { modulusLength });

const signed = async (alg: string, key: KeyObject, claims = { sub: 'somebody' }) =>
  new CompactSign(new TextEncoder().encode(JSON.stringify(claims))).setProtectedHeader({ alg }).sign(key);

const imported = async (alg: string, key: KeyObject) => importJWK(await exportJWK(key), alg);

test.each([
  ['ES256', ec(), ec()],
  ['RS256', rsa(), rsa()],
])('%s: is signed with its key as it is, and not otherwise', async (alg, own, others) => {
  const raw = await signed(alg, own.privateKey);
  const key = await imported(alg, own.publicKey);
  expect(isPlainlySigned(readCompactJws(raw), key)).toBe(true);
  expect(isPlainlySigned(readCompactJws(raw), await imported(alg, others.publicKey))).toBe(false);
  const [header = '', , signature = ''] = raw.split('.');
  const [, claims = ''] = (await signed(alg, others.privateKey, { sub: 'somebody else' })).split('.');
  expect(isPlainlySigned(readCompactJws(`${header}.${claims}.${signature}`), key)).toBe(false);
  const begunOtherwise = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
  for (const other of [signature.slice(0, -4), `${signature}AAAA`, begunOtherwise, 'A'.repeat(86)])
    expect(
      isPlainlySigned({ ...readCompactJws(raw), raw: `${raw.slice(0, raw.lastIndexOf('.'))}.${other}` }, key),
    ).toBe(false);
});

test('leaves what it does not know to jose: other algorithms, secrets, RSA keys that are too weak', async () => {
  const p384 = ec('P-384');
  expect(
    isPlainlySigned(readCompactJws(await signed('ES384', p384.privateKey)), await imported('ES384', p384.publicKey)),
  ).toBe(false);
  const secret = new Uint8Array(32);
  const hs = await new CompactSign(new Uint8Array([0x7b, 0x7d])).setProtectedHeader({ alg: 'HS256' }).sign(secret);
  expect(isPlainlySigned(readCompactJws(hs), secret)).toBe(false);
  const { privateKey, publicKey } = rsa(1024);
  const input = `${Buffer.from('{"alg":"RS256"}').toString('base64url')}.${Buffer.from('{}').toString('base64url')}`;
  const weak = `${input}.${sign('sha256', Buffer.from(input), privateKey).toString('base64url')}`;
  expect(isPlainlySigned(readCompactJws(weak), await imported('RS256', publicKey))).toBe(false);
});
