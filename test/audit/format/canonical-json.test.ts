import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CanonicalJsonError, canonicalJson } from '../../../src/audit/format/canonical-json.js';
import type { JsonValue } from '../../../src/audit/format/json-value.js';
import { wellFormed } from '../../../src/audit/format/well-formed.js';
import { anyCharacter } from '../../support/any-character.js';
import { canonicalize } from '../support/independent-canonical-json.js';
import { readVectors } from '../support/vectors.js';

interface CanonicalJsonVectors {
  readonly documents: readonly { readonly text: string; readonly canonical: string }[];
  readonly numbers: readonly { readonly ieee754: string; readonly canonical: string }[];
}

const vectors = readVectors('canonical-json.json') as CanonicalJsonVectors;
const anyJson = fc.jsonValue({ stringUnit: anyCharacter }) as fc.Arbitrary<JsonValue>;

describe('canonical JSON', () => {
  test.each(vectors.documents)('writes $text as RFC 8785 does', ({ text, canonical }) => {
    expect(canonicalJson(JSON.parse(text) as JsonValue)).toBe(canonical);
  });

  test.each(vectors.numbers)('writes the number $ieee754 as $canonical', ({ ieee754, canonical }) => {
    expect(canonicalJson(Buffer.from(ieee754, 'hex').readDoubleBE())).toBe(canonical);
  });

  test('agrees with an independent implementation on any value', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        expect(canonicalJson(value)).toBe(canonicalize(value));
      }),
    );
  });

  test('reads back as the same value, and canonicalises to itself', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(JSON.parse(text) as JsonValue)).toBe(text);
      }),
    );
  });

  test('does not depend on the order in which members were added', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: anyCharacter }), anyJson), (object) => {
        const reversed = Object.fromEntries(Object.entries(object).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(object));
      }),
    );
  });

  test.each([
    ['a lone high surrogate', { name: 'a\ud800b' }, '$.name'],
    ['a lone low surrogate', [['\udc00']], '$[0][0]'],
    ['a lone surrogate in a member name', { a: { 'b\udfff': 1 } }, '$.a'],
    ['NaN', { data: [1, Number.NaN] }, '$.data[1]'],
    ['an infinity', Number.POSITIVE_INFINITY, '$'],
    ['undefined', { a: undefined }, '$.a'],
    ['a bigint', { a: 1n }, '$.a'],
  ])('refuses %s and names its place', (_what, value, path) => {
    expect(() => canonicalJson(value as JsonValue)).toThrow(
      expect.objectContaining({ name: 'CanonicalJsonError', path }),
    );
  });

  test('refuses a value that is nested too deeply instead of exhausting the stack', () => {
    const deep = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`) as JsonValue;
    expect(() => canonicalJson(deep)).toThrow(CanonicalJsonError);
  });

  test('accepts anything that was made well-formed', () => {
    const text = fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) });
    fc.assert(
      fc.property(fc.dictionary(text, fc.array(text)), (value) => {
        expect(() => canonicalJson(wellFormed(value))).not.toThrow();
      }),
    );
  });
});
