import { describe, expect, it } from '@jest/globals';
import { plainJwk } from '../../../src/audit/format/plain-jwk.js';

const bytes = (...first: readonly number[]) => Buffer.from([...first, ...Array<number>(32 - first.length).fill(0xfb)]);
const url = (buffer: Buffer) => buffer.toString('base64url');

describe('a public key in its plainest spelling', () => {
  const modulus = url(bytes(0x91));

  it.each([
    ['a zero byte before it', url(Buffer.concat([Buffer.alloc(2), bytes(0x91)]))],
    ['Base64 with padding', bytes(0x91).toString('base64')],
    ['line breaks', `${modulus.slice(0, 20)}\r\n${modulus.slice(20)}`],
    ['nothing odd', modulus],
  ])('has a modulus without %s', (_oddity, n) => {
    expect(plainJwk({ kty: 'RSA', kid: 'k', n, e: 'AAEAAQ' })).toEqual({ kty: 'RSA', kid: 'k', n: modulus, e: 'AQAB' });
  });

  it.each([
    ['leading zeros cut', bytes(0, 0).subarray(2), bytes(0, 0)],
    ['a zero byte too many', Buffer.concat([Buffer.alloc(1), bytes(0x91)]), bytes(0x91)],
    ['all of a zero', bytes(0), bytes(0)],
  ])('has coordinates of the length of the curve: %s', (_oddity, x, right) => {
    const y = url(bytes(1));
    expect(plainJwk({ kty: 'EC', crv: 'P-256', x: url(x), y })).toEqual({ kty: 'EC', crv: 'P-256', x: url(right), y });
  });

  it.each([
    ['longer than the curve', { kty: 'EC', crv: 'P-256', x: url(Buffer.alloc(33, 1)), y: url(bytes(1)) }],
    ['of a curve that is not known', { kty: 'EC', crv: 'secp256k1', x: 'AQ', y: 'AQ' }],
    ['no Base64', { kty: 'RSA', n: 'ä', e: 'AQAB' }],
    ['of another type', { kty: 'oct', k: 'AQ==' }],
  ])('is left as it is where it is %s', (_what, jwk) => {
    expect(plainJwk(jwk)).toEqual(jwk);
  });

  it('is never changed in place, and takes members of any type', () => {
    const published = { kty: 'RSA', n: 5, e: null } as unknown as Parameters<typeof plainJwk>[0];
    expect(plainJwk(published)).toEqual(published);
    const odd = { kty: 'RSA', n: 'AJE=', e: 'AQAB' };
    plainJwk(odd);
    expect(odd.n).toBe('AJE=');
  });
});
