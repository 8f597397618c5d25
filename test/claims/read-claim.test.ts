import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { JSONPath } from 'jsonpath-plus';
import { printMemberPath } from '../../src/claims/paths/member-path.js';
import { readClaim } from '../../src/claims/read-claim.js';
import { anyCharacter } from '../support/any-character.js';
import { inRange } from '../support/range.js';
import { pathOf, readVectors } from './support/vectors.js';

const vectors = readVectors('readings.json') as {
  rule: string;
  path: string;
  claims: unknown;
  found?: unknown;
  missing?: number;
  metScalar?: string;
  ambiguous?: number;
}[];

describe('reading a claim', () => {
  test.each(vectors)('$rule', ({ path, claims, missing, metScalar, ambiguous, ...vector }) => {
    const reading = readClaim(pathOf(path), claims);
    if (missing !== undefined) {
      expect(reading).toEqual({ outcome: 'missing', at: missing, ...(metScalar === undefined ? {} : { metScalar }) });
    } else if (ambiguous !== undefined) {
      expect(reading).toMatchObject({ outcome: 'ambiguous', count: ambiguous });
    } else {
      expect(reading).toEqual({ outcome: 'found', value: vector.found });
    }
  });

  test('finds nothing that a polluted prototype gives to every object', () => {
    const prototype = Object.prototype as { injected?: string };
    prototype.injected = 'x';
    try {
      expect(readClaim(pathOf('injected'), {})).toMatchObject({ outcome: 'missing' });
      expect(readClaim(pathOf('$[*].injected'), [{}])).toMatchObject({ outcome: 'missing' });
      expect(readClaim(pathOf("$[?(@.injected == 'x')]"), [{}])).toMatchObject({ outcome: 'missing' });
    } finally {
      delete prototype.injected;
    }
  });

  test('keeps filters apart that stand at the same place of different paths', () => {
    const claims = [{ a: 1, b: 2 }];
    expect(readClaim(pathOf('$[?(@.a == 1)].b'), claims)).toMatchObject({ outcome: 'found' });
    expect(readClaim(pathOf('$[?(@.a == 2)].b'), claims)).toMatchObject({ outcome: 'missing' });
    expect(readClaim(pathOf('$[?(@.a == 1)].b'), claims)).toMatchObject({ outcome: 'found' });
  });

  test('goes through an array of 50,000 elements and a document 5,000 levels deep', () => {
    const wide = Array.from({ length: 50_000 }, (_, id) => ({ id }));
    expect(readClaim(pathOf('$[?(@.id == 49999)].id'), wide)).toEqual({ outcome: 'found', value: 49_999 });
    let deep: unknown = 'x';
    for (let level = 0; level < 5_000; level += 1) deep = { a: [deep] };
    expect(readClaim(pathOf('$[*][*][*][*].a'), deep)).toMatchObject({ outcome: 'found' });
  });
});

/** Any JSON document, with the names that attacks are made of. */
const hostileKey = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'prototype', 'length', 'toString', 'a', 'b', ''),
  fc.string({ unit: anyCharacter, maxLength: 5 }),
);
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, true, false, 0, -1, '', 'x'),
    fc.string({ unit: anyCharacter }),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.array(fc.tuple(hostileKey, tie('json')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  ),
}));

const paths = [
  'a',
  'a.b',
  '__proto__',
  '__proto__.a',
  'constructor.prototype',
  'a[0]',
  'a[-1].b',
  "['']",
  'a.length',
  '$',
  '$[*]',
  '$[*][*]',
  '$.a[*].b',
  '$[?(@.a == 1)]',
  "$[?(@.a != null || @.b < 'x')].a",
  "$[*]['__proto__']",
  '$[*].constructor',
  '$[*][-1]',
].map(pathOf);

describe('whatever the document', () => {
  test('a reading is found, missing or ambiguous, and nothing is ever inherited', () => {
    fc.assert(
      fc.property(fc.constantFrom(...paths), json, (path, claims) => {
        const reading = readClaim(path, claims);
        if (reading.outcome === 'missing') expect(reading.at).toBeGreaterThanOrEqual(0);
        if (reading.outcome === 'ambiguous') expect(reading.count).toBeGreaterThan(1);
        if (reading.outcome === 'found') expect(typeof reading.value).not.toBe('function');
      }),
      { numRuns: inRange(250, 10_000) },
    );
  });

  test('every value can be found by the path to it, as jsonpath-plus finds it', () => {
    const plainKey = fc.stringMatching(/^[a-z]{1,4}$/u);
    const document = fc.dictionary(
      plainKey,
      fc.dictionary(plainKey, fc.array(fc.integer(), { minLength: 1, maxLength: 3 }), { minKeys: 1 }),
      { minKeys: 1 },
    );
    fc.assert(
      fc.property(document, fc.nat(), (claims, choice) => {
        const all = Object.entries(claims).flatMap(([outer, inner]) =>
          Object.entries(inner).flatMap(([name, values]) =>
            values.map((value, index) => ({ segments: [outer, name, index], value })),
          ),
        );
        const { segments, value } = all[choice % all.length]!;
        expect(readClaim(pathOf(printMemberPath(segments)), claims)).toEqual({ outcome: 'found', value });
        const text = `$.${segments[0]}.${segments[1]}[${segments[2]}]`;
        expect(readClaim(pathOf(text), claims)).toEqual({
          outcome: 'found',
          value: JSONPath<unknown>({ path: text, json: claims, wrap: false }),
        });
      }),
    );
  });
});
