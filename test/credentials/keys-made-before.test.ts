import { expect, it } from '@jest/globals';
import { KeysMadeBefore, withKeysMadeBefore } from '../../src/credentials/keys-made-before.js';

const signing = { purpose: 'signing_key', algorithm: 'ES256' } as const;
const decryption = { purpose: 'decryption_key', algorithm: 'ECDH-ES' } as const;

it('ends work that wants keys, makes them, and begins it anew with them', async () => {
  const events: string[] = [];
  const kid = await withKeysMadeBefore(async (keys) => {
    events.push('held');
    keys.require([signing]);
    keys.require([signing, decryption]);
    events.push('written');
    return Promise.resolve([keys.take(signing).keyId, keys.take(decryption).keyId]);
  });
  expect(events).toEqual(['held', 'held', 'held', 'written']);
  expect(new Set(kid).size).toBe(2);
});

it('gives work that is run again after a lost transaction the same key', async () => {
  const keys = new KeysMadeBefore();
  await keys.make([signing]);
  expect(keys.take(signing)).toBe(keys.take(signing));
  expect(keys.take(signing)).toMatchObject({ generated: true, publicJwk: { use: 'sig', alg: 'ES256' } });
});

it('passes on what the work throws, and does not give out a key that nobody required', async () => {
  await expect(withKeysMadeBefore(() => Promise.reject(new Error('of the work')))).rejects.toThrow('of the work');
  expect(() => new KeysMadeBefore().take(signing)).toThrow('was not required');
});
