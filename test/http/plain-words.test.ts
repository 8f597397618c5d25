import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { asymmetricSigningAlgorithmSchema, namesOfEd25519 } from '../../src/credentials/algorithms.schema.js';
import { judgeWithSchema } from '../../src/http/schema-faults.js';
import { createRequestSchema } from '../../src/signer-authentications/creation/create-request.schema.js';

const schema = z.strictObject({
  text: z.string().min(1).max(3),
  number: z.number().min(0).max(300).default(1),
  whole: z.int().default(1),
  flag: z.boolean().default(true),
  list: z.array(z.string()).min(1).max(2).default(['a']),
  choice: z.enum(['a', 'b']).default('a'),
  fixed: z.literal('only').default('only'),
  inner: z.strictObject({ member: z.string() }).nullable().default(null),
  names: z.record(z.string().regex(/^[a-z]+$/, 'must be a language'), z.string()).default({}),
  id: z.uuid().optional(),
  told: z.discriminatedUnion('by', [z.strictObject({ by: z.literal('x') }), z.strictObject({ by: z.literal('y') })]),
  either: z.union([z.string(), z.number()]).default(1),
  shape: z
    .string()
    .regex(/^[a-z]+$/)
    .default('a'),
  algorithm: asymmetricSigningAlgorithmSchema.default('RS256'),
  own: z.string({ error: 'expected the name of a provider' }).default('a'),
});

const sound = { text: 'a', told: { by: 'x' } };

/** Path and message of each fault. */
function faultsOf(body: unknown): Readonly<Record<string, string>> {
  const judged = judgeWithSchema(schema, body);
  return judged.success ? {} : Object.fromEntries(judged.faults.map(({ path, message }) => [path, message]));
}

describe('a fault is told in words that need no knowledge of the schema library', () => {
  test.each<[what: string, member: object, path: string, message: string]>([
    [
      'a string where an object is expected',
      { inner: 'x' },
      '$.inner',
      'expected an object (with member), not a string',
    ],
    [
      'an array where an object is expected',
      { inner: [] },
      '$.inner',
      'expected an object (with member), not an array',
    ],
    ['null where an array is expected', { list: null }, '$.list', 'expected an array, not null'],
    ['a number where a string is expected', { text: 7 }, '$.text', 'expected a string, not a number'],
    ['a string where a boolean is expected', { flag: 'true' }, '$.flag', 'expected true or false, not a string'],
    ['a boolean where a number is expected', { number: true }, '$.number', 'expected a number, not a boolean'],
    ['an object where names with texts are expected', { names: 'x' }, '$.names', 'expected an object, not a string'],
    ['a string where a whole number is expected', { whole: '5' }, '$.whole', 'expected a number, not a string'],
    ['a fraction', { whole: 1.5 }, '$.whole', 'expected a whole number'],
    ['a text that is too short', { text: '' }, '$.text', 'expected at least 1 character'],
    ['a text that is too long', { text: 'abcd' }, '$.text', 'expected at most 3 characters'],
    ['a number that is too small', { number: -1 }, '$.number', 'expected at least 0'],
    ['a number that is too large', { number: 301 }, '$.number', 'expected at most 300'],
    ['an array without items', { list: [] }, '$.list', 'expected at least 1 item'],
    ['an array with too many items', { list: ['a', 'b', 'c'] }, '$.list', 'expected at most 2 items'],
    ['another value than the listed ones', { choice: 'c' }, '$.choice', 'expected one of a, b'],
    [
      'another value than those listed, two of which mean the same',
      { algorithm: 'Ed448' },
      '$.algorithm',
      `expected one of RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, EdDSA, Ed25519; ${namesOfEd25519}`,
    ],
    ['another value than the only one', { fixed: 'x' }, '$.fixed', 'expected only'],
    ['no UUID', { id: 'x' }, '$.id', 'expected a UUID'],
    ['an unknown variant', { told: { by: 'z' } }, '$.told.by', 'expected one of x, y'],
    ['a variant that is not told', { told: {} }, '$.told.by', 'is required: one of x, y'],
    ['none of several types', { either: true }, '$.either', 'is not in a form that is accepted here'],
    ['another form than a pattern', { shape: 'A' }, '$.shape', 'is not in a form that is accepted here'],
    ['a name that cannot be one', { names: { 'x y': 'a' } }, '$.names["x y"]', 'must be a language'],
    ['what the schema itself has words for', { own: 7 }, '$.own', 'expected the name of a provider'],
    ['a member that is not known', { colour: 'red' }, '$.colour', 'is not a member of this object'],
    ['a missing member of an inner object', { inner: {} }, '$.inner.member', 'is required: a string'],
  ])('%s', (_what, member, path, message) => {
    expect(faultsOf({ ...sound, ...member })).toEqual({ [path]: message });
  });

  test('missing members are required, all of them', () => {
    expect(faultsOf({})).toEqual({ '$.text': 'is required: a string', '$.told': 'is required: an object (with by)' });
  });

  test('a provider by its name alone, where an object with the name is wanted', () => {
    const judged = judgeWithSchema(createRequestSchema.shape.providers, ['idp'], '$.providers');
    expect(judged).toMatchObject({
      faults: [{ path: '$.providers[0]', message: 'expected an object (with name), not a string' }],
    });
  });

  test('a body that is no object', () => {
    expect(faultsOf('text')).toEqual({ $: 'expected an object (with text, told), not a string' });
  });

  test('a choice that is missing names what can be chosen', () => {
    const judged = judgeWithSchema(z.strictObject({ kind: z.enum(['oidc', 'oauth2']) }), {});
    expect(judged).toMatchObject({
      success: false,
      faults: [{ path: '$.kind', message: 'is required: one of oidc, oauth2' }],
    });
  });

  test('a value is never repeated, because it may be a secret', () => {
    expect(JSON.stringify(faultsOf({ text: 'hush-hush', choice: 'hush-hush', told: 'hush-hush' }))).not.toContain(
      'hush',
    );
  });
});
