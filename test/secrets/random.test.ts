import { expect, test } from '@jest/globals';
import { randomOf } from '../../src/secrets/random.js';

test('random bytes are as many as asked for, and nobody gets those of another', () => {
  const kept = Array.from({ length: 3_000 }, (_, index) => randomOf(8 + (index % 3) * 8));
  const before = kept.map((bytes) => bytes.toString('hex'));
  for (let more = 0; more < 300; more += 1) randomOf(32).fill(0);
  expect(kept.map((bytes) => bytes.toString('hex'))).toEqual(before);
  expect(kept.map(({ length }) => length)).toEqual(before.map((_, index) => 8 + (index % 3) * 8));
  expect(new Set(before.map((hex) => hex.slice(0, 16))).size).toBe(kept.length);
  expect(() => randomOf(100_000)).toThrow(RangeError);
});
