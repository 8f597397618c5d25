import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { claimPathLimit, parseClaimPath, printClaimPath } from '../../src/claims/claim-path.js';
import { printMemberPath } from '../../src/claims/paths/member-path.js';
import { anyCharacter } from '../support/any-character.js';
import { inRange } from '../support/range.js';
import { pathOf, readVectors } from './support/vectors.js';

const valid = readVectors('paths-valid.json') as { path: string; segments?: (string | number)[]; canonical?: string }[];
const invalid = readVectors('paths-invalid.json') as { path: string; column: number; expected: string }[];

describe('claim paths', () => {
  test.each(valid)('$path is one', ({ path, segments, canonical }) => {
    const parsed = pathOf(path);
    expect(parsed.text).toBe(path);
    expect(parsed.kind).toBe(path.startsWith('$') ? 'jsonpath' : 'members');
    if (segments !== undefined) expect(parsed.segments).toEqual(segments);
    if (canonical !== undefined) expect(printClaimPath(parsed)).toBe(canonical);
  });

  test.each(invalid)('$path is none: column $column, $expected', ({ path, column, expected }) => {
    const result = parseClaimPath(path);
    expect(result).toMatchObject({ ok: false, column, expected: expect.stringContaining(expected) });
    expect(result).toMatchObject({ message: expect.stringMatching(new RegExp(`^Column ${column}: expected `, 'u')) });
  });

  test('may be 500 characters long, and not longer', () => {
    expect(parseClaimPath('a'.repeat(claimPathLimit)).ok).toBe(true);
    expect(parseClaimPath('a'.repeat(claimPathLimit + 1))).toMatchObject({ ok: false, column: claimPathLimit + 1 });
  });
});

const name = fc.string({ unit: anyCharacter, maxLength: 12 });
const index = fc.integer({ min: -1000, max: 1000 }).map((value) => (Object.is(value, -0) ? 0 : value));
const memberSegments = fc
  .tuple(name, fc.array(fc.oneof(name, index), { maxLength: 6 }))
  .map(([first, rest]) => [first, ...rest]);

describe('any claim path', () => {
  test('that is printed parses to the same segments', () => {
    fc.assert(
      fc.property(memberSegments, (segments) => {
        const text = printMemberPath(segments);
        fc.pre(text.length <= claimPathLimit);
        expect(pathOf(text).segments).toEqual(segments);
      }),
    );
  });

  test('is the same path after printing and parsing again', () => {
    fc.assert(
      fc.property(fc.constantFrom(...valid.map(({ path }) => path)), (text) => {
        const once = pathOf(text);
        const twice = pathOf(printClaimPath(once));
        expect(printClaimPath(twice)).toBe(printClaimPath(once));
        if (once.kind === 'jsonpath' && twice.kind === 'jsonpath') expect(twice.selectors).toEqual(once.selectors);
        else expect(twice.segments).toEqual(once.segments);
      }),
    );
  });

  test('gives either a path or a column within the text, and never throws', () => {
    const pieces = fc.constantFrom(
      'a',
      '.',
      ':',
      '[',
      ']',
      "'",
      '"',
      '\\',
      '$',
      '?',
      '(',
      ')',
      '@',
      '==',
      '&&',
      '||',
      '*',
      '0',
      '-',
      ' ',
      '😀',
    );
    const texts = fc.oneof(
      fc.array(pieces, { maxLength: 20 }).map((parts) => parts.join('')),
      fc.string({ unit: anyCharacter }),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const result = parseClaimPath(text);
        if (result.ok) return;
        expect(result.column).toBeGreaterThanOrEqual(1);
        expect(result.column).toBeLessThanOrEqual(Array.from(text).length + 1);
        expect(result.expected).not.toBe('');
      }),
      { numRuns: inRange(250, 10_000) },
    );
  });
});
