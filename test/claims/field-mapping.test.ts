import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { comparisonNames } from '../../src/claims/comparison.js';
import { type FieldMappingInput, fieldMappingSchema, pathsOf } from '../../src/claims/field-mapping.js';
import { inRange } from '../support/range.js';

const validate = { path: 'given_name', action: 'validate', target: 'recipient.firstName' } as const;
const update = { path: 'given_name', action: 'update', target: 'recipient.firstName' } as const;

function faultsOf(mapping: unknown): readonly { readonly path: string; readonly message: string }[] {
  const issues = fieldMappingSchema.safeParse(mapping).error?.issues ?? [];
  return issues.map(({ path, message }) => ({ path: path.join('.'), message }));
}

describe('a field mapping', () => {
  test('that validates compares by equality and fails when the claim is missing, unless it says otherwise', () => {
    expect(fieldMappingSchema.parse(validate)).toEqual({
      ...validate,
      compare: 'equals',
      whenMissing: 'fail',
      acceptUpdated: false,
    });
  });

  test('that updates is skipped when the claim is missing, unless it says otherwise', () => {
    expect(fieldMappingSchema.parse(update)).toEqual({ ...update, whenMissing: 'skip' });
  });

  test('keeps its path as text, which is parsed once', () => {
    const mapping = fieldMappingSchema.parse(validate);
    expect(pathsOf(mapping)).toMatchObject([{ kind: 'members', segments: ['given_name'] }]);
    expect(pathsOf(mapping)).toBe(pathsOf(mapping));
  });

  test.each<[string, Partial<Record<string, unknown>>]>([
    ['a custom field', { target: 'custom.employeeNumber' }],
    ['a custom field whose name has spaces and dots', { target: 'custom.Employee number v1.2' }],
    ['e-mail', { target: 'recipient.email', compare: 'email' }],
    ['a date written otherwise', { target: 'custom.birthDate', compare: 'date', format: 'dd.MM.yyyy' }],
    ['a date target written otherwise', { target: 'certificate.documentIssuedOn', format: 'epoch-seconds' }],
    ['one of several', { target: 'certificate.documentIssuingCountry', compare: 'one-of', oneOf: ['AT', 'DEU'] }],
    ['a JSONPath', { target: 'recipient.email', path: '$[?(@.primary == true)].email' }],
  ])('may validate %s', (_, members) => {
    expect(faultsOf({ ...validate, ...members })).toEqual([]);
  });

  test.each<[string, Partial<Record<string, unknown>>, string, RegExp]>([
    ['without a path', { path: undefined }, 'path', /string/u],
    ['with a path that does not parse', { path: 'a..b' }, 'path', /Column 3: expected a name/u],
    ['with an unknown target', { target: 'recipient.shoeSize' }, 'target', /recipient\.firstName.*custom\.<field>/u],
    ['with a custom field of no name', { target: 'custom.' }, 'target', /custom\.<field>/u],
    ['with a custom field with a line break', { target: 'custom.a\nb' }, 'target', /control characters/u],
    ['with an inherited target', { target: 'constructor' }, 'target', /recipient\.firstName/u],
    ['with an unknown action', { action: 'copy' }, 'action', /validate or update/u],
    ['with an unknown comparison', { compare: 'similar' }, 'compare', /equals/u],
    ['with an unknown whenMissing', { whenMissing: 'ignore' }, 'whenMissing', /fail/u],
    ['with an unknown member', { comparison: 'equals' }, '', /comparison/u],
    ['comparing a name as a date', { compare: 'date' }, 'compare', /text, not date/u],
    [
      'comparing a date as a name',
      { target: 'certificate.documentIssuedOn', compare: 'name' },
      'compare',
      /date, not name/u,
    ],
    ['comparing a predefined field as a boolean', { compare: 'boolean' }, 'compare', /not boolean/u],
    ['one-of without values', { compare: 'one-of' }, 'oneOf', /allowed values/u],
    ['values without one-of', { oneOf: ['a'] }, 'oneOf', /only with compare one-of/u],
    ['one-of no values', { compare: 'one-of', oneOf: [] }, 'oneOf', /1/u],
    [
      'one-of a value that the target cannot have',
      { target: 'certificate.documentIssuingCountry', compare: 'one-of', oneOf: ['Utopia'] },
      'oneOf',
      /Utopia/u,
    ],
    ['with a format where there is no date', { format: 'dd.MM.yyyy' }, 'format', /only with compare date/u],
    [
      'with a format that is none',
      { target: 'certificate.documentIssuedOn', format: 'dd.mm.yyyy' },
      'format',
      /dd\.MM\.yyyy/u,
    ],
  ])('is refused %s', (_, members, path, message) => {
    expect(faultsOf({ ...validate, ...members })).toEqual(
      expect.arrayContaining([{ path, message: expect.stringMatching(message) }]),
    );
  });

  test.each<[string, Partial<Record<string, unknown>>, string, RegExp]>([
    ['e-mail', { target: 'recipient.email' }, 'target', /validated, never updated/u],
    ['a custom field', { target: 'custom.employeeNumber' }, 'target', /validated, never updated/u],
    ['an unknown field', { target: 'recipient.language' }, 'target', /Expected one of/u],
    ['and compare', { compare: 'equals' }, '', /compare/u],
    ['and accept updated values', { acceptUpdated: true }, '', /acceptUpdated/u],
    ['a name with a date format', { format: 'dd.MM.yyyy' }, 'format', /date is updated/u],
  ])('may not update %s', (_, members, path, message) => {
    expect(faultsOf({ ...update, ...members })).toEqual([{ path, message: expect.stringMatching(message) }]);
  });

  test('is told all its faults at once', () => {
    const faults = faultsOf({
      ...validate,
      path: 'a..b',
      compare: 'date',
      oneOf: ['a'],
      format: 'dd.mm.yyyy',
      extra: 1,
    });
    expect(faults.map(({ path }) => path).sort()).toEqual(['', 'compare', 'format', 'oneOf', 'path']);
  });

  test('of any shape is accepted or told its faults, and never breaks the schema', () => {
    const member = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom('a', 'validate', 'update', 'one-of', 'date', 'custom.x', ['AT'], [1], 5),
    );
    const mapping = fc.record(
      {
        path: member,
        action: member,
        target: member,
        compare: member,
        oneOf: member,
        format: member,
        whenMissing: member,
        acceptUpdated: member,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.constantFrom(validate, update), mapping, (valid, members) => {
        const { success, error } = fieldMappingSchema.safeParse({ ...valid, ...members });
        expect(success).toBe(error === undefined);
      }),
      { numRuns: inRange(250, 10_000) },
    );
  });

  test('gives the column of a path fault as a number, for tools', () => {
    const [issue] = fieldMappingSchema.safeParse({ ...validate, path: 'a..b' }).error?.issues ?? [];
    expect(issue).toMatchObject({ code: 'custom', params: { column: 3, expected: 'a name' } });
  });

  test.each(comparisonNames.filter((name) => name !== 'full-name'))('may compare a custom field by %s', (compare) => {
    const members: Partial<FieldMappingInput> = compare === 'one-of' ? { oneOf: ['a'] } : {};
    expect(faultsOf({ ...validate, ...members, target: 'custom.x', compare })).toEqual([]);
  });

  test('has a JSON Schema in which every member is described', () => {
    const schema = z.toJSONSchema(fieldMappingSchema, { io: 'input' }) as {
      oneOf: { properties: Record<string, { description?: string }> }[];
    };
    for (const { properties } of schema.oneOf) {
      for (const [name, member] of Object.entries(properties))
        expect([name, member.description]).toEqual([name, expect.any(String)]);
    }
  });
});
