import { describe, expect, test } from '@jest/globals';
import { claimTree } from '../../src/claims/claim-tree.js';
import { explainPath } from '../../src/claims/explain.js';
import { pathOf } from './support/vectors.js';

describe('explaining a path', () => {
  test('shows each step with its column and what there is after it', () => {
    expect(
      explainPath(pathOf("person:data['urn:a.b'][0].name"), { person: { data: { 'urn:a.b': [{ name: 'John' }] } } }),
    ).toEqual([
      { text: 'person', column: 1, count: 1, types: ['object'] },
      { text: 'data', column: 8, count: 1, types: ['object'] },
      { text: "['urn:a.b']", column: 12, count: 1, types: ['array'] },
      { text: '[0]', column: 23, count: 1, types: ['object'] },
      { text: 'name', column: 27, count: 1, types: ['string'] },
    ]);
  });

  test('ends at the first step that finds nothing, and names what there is instead', () => {
    expect(explainPath(pathOf('person.Given.x'), { person: { given: 'John', family: 'Doe' } })).toEqual([
      { text: 'person', column: 1, count: 1, types: ['object'] },
      { text: 'Given', column: 8, count: 0, types: [], instead: 'an object with the members "given", "family"' },
    ]);
  });

  test.each<[string, unknown, string]>([
    ['a.b', { a: 'secret' }, 'a value of type string'],
    ['a.b', { a: null }, 'a value of type null'],
    ['a.b', { a: {} }, 'an object without members'],
    ['a.b', { a: [1, 2] }, 'an array of 2 elements'],
    ['$[*].b', [{ a: 'secret' }, {}], 'the first of 2 values is an object with the members "a"'],
    ['a', { 'b\u0000\ud800': 1 }, 'an object with the members "b\ufffd\ufffd"'],
    ['zz', Object.fromEntries(Array.from({ length: 25 }, (_, index) => [`a${index}`, 1])), 'and 5 more'],
  ])('%s in %j meets %s', (path, claims, instead) => {
    expect(explainPath(pathOf(path), claims).at(-1)?.instead).toContain(instead);
  });

  test('counts what a JSONPath finds on its way', () => {
    const claims = [{ primary: false }, { primary: true, email: 'x' }];
    expect(explainPath(pathOf('$[*].email'), claims).map(({ text, column, count }) => [text, column, count])).toEqual([
      ['[*]', 2, 2],
      ['.email', 5, 1],
    ]);
    expect(
      explainPath(pathOf('$[?(@.primary == true)].email'), claims).map(({ text, count }) => [text, count]),
    ).toEqual([
      ['[?(@.primary == true)]', 1],
      ['.email', 1],
    ]);
  });
});

describe('the tree of a claims document', () => {
  test('has names and types, and no value', () => {
    const tree = claimTree({
      sub: 'secret',
      age: 42,
      ok: true,
      none: null,
      empty: '',
      list: ['secret', {}],
      person: { name: 'secret' },
      nothing: [],
    });
    expect(tree).toEqual({
      type: 'object',
      members: [
        { name: 'sub', type: 'string' },
        { name: 'age', type: 'number' },
        { name: 'ok', type: 'boolean' },
        { name: 'none', type: 'null' },
        { name: 'empty', type: 'string', empty: true },
        { name: 'list', type: 'array', elements: [{ type: 'string' }, { type: 'object', empty: true }] },
        { name: 'person', type: 'object', members: [{ name: 'name', type: 'string' }] },
        { name: 'nothing', type: 'array', empty: true },
      ],
    });
    expect(JSON.stringify(tree)).not.toMatch(/secret|42/u);
  });

  test('is bounded, whatever the document', () => {
    let deep: unknown = 'x';
    for (let level = 0; level < 5000; level += 1) deep = { a: deep };
    const wide = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`a${index}`, [[[index]]]]));
    for (const claims of [deep, wide, Array.from({ length: 5000 }, () => wide)]) {
      const text = JSON.stringify(claimTree(claims));
      expect(text.length).toBeLessThan(50_000);
      expect(text).toContain('"truncated":true');
    }
  });

  test('shows names that a database can hold', () => {
    const tree = claimTree({
      'a\u0000b': 1,
      'c\ud800': 1,
      ['x'.repeat(5000)]: 1,
      ...(JSON.parse('{"__proto__": {"a": 1}}') as object),
    });
    const names = tree.members?.map(({ name }) => name);
    expect(names).toEqual(['a\ufffdb', 'c\ufffd', 'x'.repeat(200), '__proto__']);
  });
});
