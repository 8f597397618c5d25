import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { canonicalJson, DEEPEST } from '../../../src/audit/format/canonical-json.js';
import { jsonValue } from '../../../src/audit/format/json-value.schema.js';

const nested = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;

describe('a JSON value', () => {
  test('is accepted as it is, whatever it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(jsonValue.parse(value)).toBe(value);
      }),
    );
  });

  test('is refused when JSON.parse has read what canonical JSON cannot hold, also deep inside', () => {
    for (const text of ['1e999', '[1,{"a":-1e999}]', nested(DEEPEST + 1)]) {
      const value: unknown = JSON.parse(text);
      expect(jsonValue.safeParse(value).success).toBe(false);
      expect(() => canonicalJson(value as never)).toThrow();
    }
    expect(jsonValue.safeParse(JSON.parse(nested(DEEPEST))).success).toBe(true);
  });

  test.each([[undefined], [1n], [() => 1], [{ a: undefined }], [[Number.NaN]], [Symbol('a')]])(
    'is refused when it is none: %s',
    (value) => {
      expect(jsonValue.safeParse(value).success).toBe(false);
    },
  );

  test('may not be absent where a member has to be one', () => {
    expect(z.looseObject({ value: jsonValue }).safeParse({}).success).toBe(false);
    expect(z.looseObject({ value: jsonValue }).safeParse({ value: null }).success).toBe(true);
  });
});
