import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { keyIdOf, SealBrokenError, type SealContext, Sealing } from '../../src/secrets/sealing.js';

const key = randomBytes(32);
const sealing = new Sealing([key]);
const context: SealContext = { tenantId: 'tenant-1', table: 'credential', row: 'row-1', purpose: 'client secret' };

describe('sealing', () => {
  test('gives back what was sealed, whatever it is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), fc.string(), fc.string(), (bytes, row, purpose) => {
        const place = { ...context, row, purpose };
        expect(sealing.open(sealing.seal(bytes, place), place).equals(Buffer.from(bytes))).toBe(true);
      }),
    );
  });

  test('never seals the same bytes to the same form', () => {
    expect(sealing.seal('secret', context).equals(sealing.seal('secret', context))).toBe(false);
  });

  test.each([
    ['another tenant', { tenantId: 'tenant-2' }],
    ['another table', { table: 'data_key' }],
    ['another row', { row: 'row-2' }],
    ['another purpose', { purpose: 'private key' }],
  ])('does not open in %s', (_where, change) => {
    const sealed = sealing.seal('secret', context);
    expect(() => sealing.open(sealed, { ...context, ...change })).toThrow(SealBrokenError);
  });

  test('keeps the parts of a place apart, so that none can borrow from the next', () => {
    const sealed = sealing.seal('secret', { ...context, table: 'a', row: 'bc' });
    expect(() => sealing.open(sealed, { ...context, table: 'ab', row: 'c' })).toThrow(SealBrokenError);
  });

  test('does not open when any bit was changed', () => {
    const sealed = sealing.seal('a secret of some length', context);
    fc.assert(
      fc.property(fc.nat(sealed.length * 8 - 1), (bit) => {
        const changed = Buffer.from(sealed);
        const at = Math.floor(bit / 8);
        changed[at] = changed[at]! ^ (1 << (bit % 8));
        expect(() => sealing.open(changed, context)).toThrow(SealBrokenError);
      }),
    );
  });

  test('does not open when it was cut short, at any length', () => {
    const sealed = sealing.seal('secret', context);
    for (let length = 0; length < sealed.length; length += 1)
      expect(() => sealing.open(sealed.subarray(0, length), context)).toThrow(SealBrokenError);
  });

  test('opens with a previous key what that key sealed, and seals with the first key only', () => {
    const next = randomBytes(32);
    const rotated = new Sealing([next, key]);
    const before = sealing.seal('secret', context);
    const after = rotated.seal('secret', context);
    expect(rotated.open(before, context).toString()).toBe('secret');
    expect(rotated.keyIdOfSealed(before)).toBe(keyIdOf(key));
    expect(rotated.keyIdOfSealed(after)).toBe(keyIdOf(next));
    expect(() => sealing.open(after, context)).toThrow(`sealed with key ${keyIdOf(next)}, which is not configured`);
  });

  test('says in its errors neither the content nor the key', () => {
    const other = new Sealing([randomBytes(32)]);
    const sealed = sealing.seal('a very private value', context);
    try {
      other.open(sealed, context);
      throw new Error('it opened');
    } catch (error) {
      const text = `${String(error)} ${JSON.stringify(error)}`;
      expect(text).not.toContain('private value');
      expect(text).not.toContain(key.toString('hex'));
    }
  });

  test('refuses a key of another length', () => {
    expect(() => new Sealing([randomBytes(16)])).toThrow('32 bytes');
  });
});
