import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type ComparisonName, compare, compareForDifference, comparisonNames } from '../../src/claims/comparison.js';
import type { Target } from '../../src/claims/target.js';
import { anyCharacter } from '../support/any-character.js';
import { inRange } from '../support/range.js';
import { readVectors } from './support/vectors.js';

interface Vector {
  compare: ComparisonName;
  target: Target;
  claim: unknown;
  expected: string | null;
  fullName?: { firstName: string; lastName: string };
  format?: string;
  oneOf?: string[];
  matched?: true;
  reason?: string;
}

const vectors = readVectors('comparisons.json') as Vector[];
const names = readVectors('names.json') as {
  rule: string;
  claim: string;
  expected: string;
  same: boolean;
  reason?: string;
}[];

describe('comparisons', () => {
  test.each(vectors)('$compare of $target: $claim with $expected', ({ compare: name, matched, reason, ...input }) => {
    expect(compare(name, input)).toMatchObject(matched === true ? { matched: true } : { matched: false, reason });
  });

  test('every one has a vector that matches and one that does not', () => {
    for (const name of comparisonNames) {
      expect(vectors.filter((vector) => vector.compare === name).map(({ matched }) => matched ?? false)).toEqual(
        expect.arrayContaining([true, false]),
      );
    }
  });

  test('includes looks at 1,000 elements and refuses more', () => {
    const claim = Array.from({ length: 1000 }, (_, index) => `r${index}`);
    expect(compare('includes', { claim, expected: 'r999', target: 'custom.role' })).toMatchObject({ matched: true });
    expect(compare('includes', { claim: [...claim, 'x'], expected: 'r1', target: 'custom.role' })).toMatchObject({
      reason: 'invalid_value',
    });
  });
});

describe('comparing names', () => {
  test.each(names)('$rule: $claim, $expected', ({ claim, expected, same, reason }) => {
    const outcome = compare('name', { claim, expected, target: 'recipient.firstName' });
    expect(outcome).toMatchObject(same ? { matched: true } : { matched: false, reason: reason ?? 'different' });
  });

  test('does not depend on which side a whole name is on', () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), ({ claim, expected }) => {
        const target = 'recipient.lastName' as const;
        const one = compare('name', { claim, expected, target });
        const other = compare('name', { claim: expected, expected: claim, target });
        expect(one.matched).toBe(other.matched);
      }),
    );
  });

  const word = fc.stringMatching(/^[a-z]{1,8}$/u);
  const whole = (claim: string, expected: string) =>
    compare('name', { claim, expected, target: 'recipient.lastName' }).matched;

  test('does not depend on the side, whatever the whole names are', () => {
    const part = fc.oneof(
      word,
      fc.constantFrom('Müller', 'Mueller', 'Muller', 'Иван', 'Ivan', 'Конь', 'علی', '李', 'ß', 'ss'),
    );
    const name = fc.array(fc.tuple(part, fc.constantFrom(' ', '-', "'", '')), { minLength: 1, maxLength: 4 });
    const text = name.map((parts) => parts.flat().join(''));
    fc.assert(
      fc.property(text, text, (one, other) => {
        expect(whole(one, other)).toBe(whole(other, one));
      }),
      { numRuns: inRange(250, 10_000) },
    );
  });

  test('disregards where the same letters are parted, and nothing else', () => {
    const parting = fc.constantFrom(' ', '-', ' - ', "'", '’', '', '  ');
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), parting, parting, (words, one, other) => {
        expect(whole(words.join(one).toUpperCase(), words.join(other))).toBe(true);
        expect(whole(`${words.join(one)}x`, words.join(other))).toBe(false);
      }),
    );
  });

  test('never takes a part of a word or of a hyphenated name for the name: Annemarie is not Anne', () => {
    const joining = fc.constantFrom('', '-', "'", '\u2011', ' - ');
    fc.assert(
      fc.property(word, word, joining, (first, second, joint) => {
        fc.pre(first !== second);
        for (const target of ['recipient.firstName', 'recipient.lastName', 'custom.x'] as const) {
          const claim = `${first}${joint}${second}`;
          expect(compare('name', { claim, expected: first, target }).matched).toBe(false);
          expect(compare('name', { claim, expected: second, target }).matched).toBe(false);
          expect(compare('name', { claim: first, expected: claim, target }).matched).toBe(false);
        }
      }),
    );
  });

  test('takes one of several names for a first name only', () => {
    fc.assert(
      fc.property(fc.uniqueArray(word, { minLength: 2, maxLength: 4 }), fc.nat(), (words, at) => {
        const expected = words[at % words.length]!;
        const claim = words.join(' ');
        expect(compare('name', { claim, expected, target: 'recipient.firstName' }).matched).toBe(true);
        expect(whole(claim, expected)).toBe(false);
      }),
    );
  });

  test('gives up on what is longer than a name', () => {
    expect(compare('name', { claim: 'x'.repeat(200_000), expected: 'x', target: 'recipient.firstName' })).toMatchObject(
      { reason: 'invalid_value' },
    );
  });
});

describe('comparing full names', () => {
  const word = fc.stringMatching(/^[a-z]{1,6}$/u);
  const names = fc.array(word, { minLength: 1, maxLength: 3 });
  const fullName = (claim: string, first: readonly string[], last: readonly string[]) =>
    compare('full-name', {
      claim,
      expected: null,
      fullName: { firstName: first.join(' '), lastName: last.join(' ') },
      target: 'recipient.fullName',
    }).matched;

  test('takes first and last name in either order, with a comma or without', () => {
    fc.assert(
      fc.property(names, names, fc.constantFrom(' ', ', ', ',', '  '), (first, last, joint) => {
        const [one, other] = [first.join(' ').toUpperCase(), last.join('-')];
        expect(fullName(`${one}${joint}${other}`, first, last)).toBe(true);
        expect(fullName(`${other}${joint}${one}`, first, last)).toBe(true);
      }),
    );
  });

  test('needs every word of both sides, each as often', () => {
    fc.assert(
      fc.property(names, names, fc.nat(), word, (first, last, at, extra) => {
        const words = [...first, ...last];
        const index = at % words.length;
        const without = words.filter((_, position) => position !== index);
        expect(fullName(without.join(' '), first, last)).toBe(false);
        expect(fullName([...words.slice(0, index), extra, ...words.slice(index)].join(' '), first, last)).toBe(false);
        expect(fullName(words.join(' '), [...first, extra], last)).toBe(false);
        expect(fullName(words.join(' '), first, [extra, ...last])).toBe(false);
      }),
    );
  });

  test('needs a border between two words where the one name ends', () => {
    fc.assert(
      fc.property(names, names, (first, last) => {
        expect(fullName([...first, ...last].join(''), first, last)).toBe(false);
        expect(fullName([...first, ...last].join('-'), first, last)).toBe(false);
      }),
    );
  });

  test('does not depend on which of the two names is called first', () => {
    fc.assert(
      fc.property(names, names, fc.array(word, { minLength: 1, maxLength: 6 }), (first, last, claim) => {
        expect(fullName(claim.join(' '), first, last)).toBe(fullName(claim.join(' '), last, first));
      }),
    );
  });
});

describe('a sender who wants another value (NotEqual)', () => {
  test.each([
    ['equals', 'user', 'admin', { matched: true }],
    ['equals', 'admin', 'admin', { matched: false, reason: 'equal' }],
    ['equals', null, 'admin', { matched: false, reason: 'null_value' }],
    ['equals', ['user'], 'admin', { matched: false, reason: 'wrong_type' }],
    ['includes', ['user'], 'admin', { matched: true }],
    ['includes', ['admin'], 'admin', { matched: false, reason: 'equal' }],
    ['name', 'Jane', 'John', { matched: true }],
    ['name', 'JOHN', 'John', { matched: false, reason: 'equal' }],
    ['not-equals', 'user', 'admin', { matched: true }],
    ['not-equals', 'admin', 'admin', { matched: false, reason: 'equal' }],
    ['one-of', 'user', 'admin', { matched: true }],
    ['one-of', 'admin', 'admin', { matched: false, reason: 'equal' }],
    ['one-of', 'guest', 'admin', { matched: false, reason: 'not_one_of' }],
  ] as const)('%s of %j, not %s', (name, claim, expected, outcome) => {
    const input = { claim, expected, target: 'custom.role' as const, oneOf: ['admin', 'user'] };
    expect(compareForDifference(name, input)).toMatchObject(outcome);
  });
});

const anyClaim = fc.oneof(
  fc.jsonValue(),
  fc.string({ unit: anyCharacter }),
  fc.constantFrom(...vectors.map(({ claim }) => claim)),
);
const anyExpected = fc.oneof(
  fc.string({ unit: anyCharacter, minLength: 1 }),
  fc.constantFrom(...vectors.map(({ expected }) => expected ?? 'x')),
);
const targets: readonly Target[] = [
  'recipient.firstName',
  'recipient.email',
  'recipient.phoneNumber',
  'certificate.documentIssuedOn',
  'certificate.documentIssuingCountry',
  'certificate.documentType',
  'custom.x',
];

describe('any comparison', () => {
  test('gives a verdict with a sentence, and never throws', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...comparisonNames),
        fc.constantFrom(...targets),
        anyClaim,
        anyExpected,
        (name, target, claim, expected) => {
          const outcome = compare(name, { claim, expected, target, oneOf: ['x'] });
          expect(outcome.detail).toMatch(/^[A-Z].+ claim|^The expected value /u);
        },
      ),
      { numRuns: inRange(250, 10_000) },
    );
  });

  test('tells no claim value', () => {
    const marked = fc.string({ minLength: 3, maxLength: 20 }).map((text) => `⟦${text}⟧`);
    fc.assert(
      fc.property(
        fc.constantFrom(...comparisonNames),
        fc.constantFrom(...targets),
        marked,
        marked,
        (name, target, claim, expected) => {
          const { detail } = compare(name, { claim, expected, target, oneOf: ['x'] });
          expect(detail).not.toContain('⟦');
        },
      ),
    );
  });

  test('equals and equals-ignoring-case are reflexive for text that is not blank', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('equals' as const, 'equals-ignoring-case' as const),
        fc.string({ unit: anyCharacter }),
        (name, text) => {
          // What shows nothing is blank too: marks for the writing direction, tags.
          fc.pre(/[^\s\p{Z}\p{Default_Ignorable_Code_Point}]/u.test(text));
          expect(compare(name, { claim: text, expected: text, target: 'custom.x' })).toMatchObject({ matched: true });
        },
      ),
    );
  });

  test('equals and not-equals never both match, and name matches what equals matches', () => {
    fc.assert(
      fc.property(anyClaim, anyExpected, (claim, expected) => {
        const input = { claim, expected, target: 'custom.x' as const };
        const equal = compare('equals', input).matched;
        expect(equal && compare('not-equals', input).matched).toBe(false);
        if (equal && /\p{L}/u.test(expected)) expect(compare('name', input).matched).toBe(true);
      }),
      { numRuns: inRange(250, 10_000) },
    );
  });
});
