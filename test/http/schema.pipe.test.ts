import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import type { CountersignError } from '../../src/errors/countersign-error.js';
import { SchemaPipe } from '../../src/http/schema.pipe.js';
import { jsonPath } from '../../src/http/schema-faults.js';

const pipe = new SchemaPipe();

const bodySchema = z.strictObject({
  name: z.string(),
  resources: z.array(z.strictObject({ uri: z.string(), kind: z.enum(['a', 'b']) })).default([]),
  extra: z.record(z.string(), z.json()).optional(),
  source: z
    .union([z.strictObject({ url: z.string() }), z.strictObject({ file: z.string(), size: z.number() })])
    .optional(),
});

function faultsOf(body: unknown, type: 'body' | 'query' = 'body'): readonly string[] {
  try {
    pipe.transform(body, { type, schema: bodySchema });
  } catch (error) {
    return (error as CountersignError).faults.map((fault) => fault.path);
  }
  return [];
}

describe('the schema pipe', () => {
  test('names every fault by its path, each unknown member by its own', () => {
    expect(
      faultsOf({
        name: 7,
        nmae: 'x',
        resources: [
          { uri: 'u', kind: 'a' },
          { kind: 'c', 'odd name': 1 },
        ],
      }).toSorted(),
    ).toEqual(
      ['$.name', '$.nmae', '$.resources[1].kind', '$.resources[1].uri', '$.resources[1]["odd name"]'].toSorted(),
    );
  });

  test('treats a request without a body as an empty object', () => {
    expect(faultsOf(undefined)).toEqual(['$.name']);
  });

  test.each([[null], ['text'], [7], [[]]])('refuses the body %j at its root', (body) => {
    expect(faultsOf(body)).toEqual(['$']);
  });

  test('tells of alternatives the faults of the one that fits best', () => {
    expect(faultsOf({ name: 'n', source: { file: 'f' } })).toContain('$.source.size');
  });

  test('names a query member as such', () => {
    expect(faultsOf({ name: 1 }, 'query')).toEqual(['query.name']);
    expect(() => pipe.transform({ name: 'n', colour: 'red' }, { type: 'query', schema: bodySchema })).toThrow(
      expect.objectContaining({
        faults: [{ path: 'query.colour', message: 'is not a parameter that is read here' }],
      }),
    );
  });

  test.each([
    ['NUL', { name: 'a\u0000b' }, ['$.name']],
    ['half a character', { name: '\ud83d' }, ['$.name']],
    ['NUL beside another fault', { name: 'a\u0000', nmae: 1 }, ['$.nmae', '$.name']],
    ['NUL in the name of a member', { name: 'a', 'x\u0000': 1 }, ['$["x\\u0000"]']],
    [
      'a name that objects lose',
      { name: 'a', extra: JSON.parse('{"__proto__": 1}') as unknown },
      ['$.extra.__proto__'],
    ],
  ])('refuses text that cannot be stored: %s', (_what, body, paths) => {
    expect(faultsOf(body)).toEqual(paths);
  });

  test('takes whole characters of every plane', () => {
    expect(faultsOf({ name: 'Zoë \u{1F600} \u{10FFFF}' })).toEqual([]);
  });

  test('answers 404 for a path parameter that cannot name anything', () => {
    expect(() => pipe.transform('not-a-uuid', { type: 'param', data: 'id', schema: z.uuid() })).toThrow(
      expect.objectContaining({ code: 'request.not_found' }),
    );
  });

  test('hands on what the schema made of the value', () => {
    expect(pipe.transform({ name: 'n' }, { type: 'body', schema: bodySchema })).toEqual({ name: 'n', resources: [] });
  });

  test('leaves alone what has no schema', () => {
    expect(pipe.transform('anything', { type: 'custom' })).toBe('anything');
  });
});

describe('a JSON path', () => {
  test.each([
    [['resources', 0, 'uri'], '$.resources[0].uri'],
    [['a b', 'c"d'], '$["a b"]["c\\"d"]'],
    [[], '$'],
    [['__proto__'], '$.__proto__'],
  ])('of %j is %s', (path, text) => {
    expect(jsonPath(path)).toBe(text);
  });
});
