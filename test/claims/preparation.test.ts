import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { expectedValues } from '../../src/claims/expected-values.js';
import { type FieldMappingInput, fieldMappingSchema } from '../../src/claims/field-mapping.js';
import { judgeMappings } from '../../src/claims/judge-mappings.js';
import { mappedValues } from '../../src/claims/mapped-values.js';
import { stepNames } from '../../src/claims/preparation/preparation-step.js';
import type { RecipientFields } from '../../src/claims/recipient-fields.js';
import type { Judgement } from '../../src/claims/verdict.js';
import { anyCharacter } from '../support/any-character.js';
import { inRange } from '../support/range.js';
import { readVectors } from './support/vectors.js';

interface Vector {
  readonly rule: string;
  readonly mapping: FieldMappingInput;
  readonly claims: unknown;
  /** What is written; or why not; or why it counts as not returned. */
  readonly value?: string;
  readonly reason?: string;
  readonly missing?: string;
  readonly read?: readonly string[];
  readonly prepared?: readonly unknown[];
}

const vectors = readVectors('preparations.json') as readonly Vector[];
const nobody: RecipientFields = { email: 'john@example.com' };
const john: RecipientFields = { ...nobody, firstName: 'John', lastName: 'Doe', phoneNumber: '+436641234567' };

function judge(mapping: object, claims: unknown, recipient = nobody, validations = {}): Judgement {
  const typed = Object.entries(validations).map(([name, expected]) => ({
    field: `custom.${name}` as const,
    expected: String(expected),
  }));
  return judgeMappings({
    sources: [{ source: 'id_token', claims }],
    mappings: [{ source: 'id_token', mapping: fieldMappingSchema.parse(mapping) }],
    recipient,
    expected: expectedValues(recipient, typed),
  });
}

const faultsOf = (mapping: unknown) =>
  (fieldMappingSchema.safeParse(mapping).error?.issues ?? []).map(
    ({ path, message }) => `${path.join('.')}: ${message}`,
  );

describe('a value that is put together or prepared', () => {
  test.each(vectors)('$rule', ({ mapping, claims, value, reason, missing, read, prepared }) => {
    const { updates, verdicts, failed } = judge(mapping, claims);
    const [verdict] = verdicts;
    expect(failed).toBe(reason !== undefined);
    expect(Object.values(updates)[0]?.after).toBe(value);
    if (value !== undefined) expect(verdict).toMatchObject({ result: 'updated', fails: false });
    if (reason !== undefined) expect(verdict).toMatchObject({ result: 'mismatched', reason });
    if (missing !== undefined) expect(verdict).toMatchObject({ result: 'skipped', reason: missing });
    if (read !== undefined) expect(verdict?.read).toEqual(read);
    if (prepared !== undefined) expect(verdict?.prepared).toEqual(prepared);
  });

  test('has a vector for every step', () => {
    const used = new Set(vectors.flatMap(({ mapping }) => (mapping.prepare ?? []).flatMap(Object.keys)));
    expect([...used]).toEqual(expect.arrayContaining([...stepNames]));
  });

  test('says in its verdict which paths it has, and nothing more where it takes the claim as it is', () => {
    const [together] = judge(vectors[0]!.mapping, vectors[0]!.claims).verdicts;
    expect(together).toMatchObject({ path: 'surname_prefix + surname', paths: ['surname_prefix', 'surname'] });
    const [plain] = judge({ path: 'a', action: 'update', target: 'recipient.lastName' }, { a: 'Doe' }).verdicts;
    expect(Object.keys(plain ?? {})).toEqual(['source', 'path', 'action', 'target', 'result', 'detail', 'fails']);
  });

  test('stands raw in what is kept of a document', () => {
    const mappings = [vectors[0]!.mapping, { path: 'n', action: 'update', target: 'recipient.lastName' } as const];
    const parsed = mappings.map((mapping) =>
      fieldMappingSchema.parse({ ...mapping, prepare: [{ stripPrefix: 'X-' }] }),
    );
    expect(mappedValues(parsed, { surname_prefix: 'van', surname: 'X-Berg', n: 'X-1', other: 1 })).toEqual({
      surname_prefix: 'van',
      surname: 'X-Berg',
      n: 'X-1',
    });
  });

  test('is compared as prepared', () => {
    const mapping = {
      path: 'n',
      action: 'validate',
      target: 'custom.id',
      prepare: [{ stripPrefix: 'TINIT-' }],
    } as const;
    expect(judge(mapping, { n: 'TINIT-1' }, john, { id: '1' }).verdicts).toMatchObject([
      { result: 'matched', read: ['string'], prepared: [{ stripPrefix: 'TINIT-' }] },
    ]);
    expect(judge(mapping, { n: 'TINIT-2' }, john, { id: '1' }).verdicts).toMatchObject([
      { result: 'mismatched', reason: 'different', prepared: [{ stripPrefix: 'TINIT-' }] },
    ]);
    expect(judge(mapping, {}, john, { id: '1' }).verdicts).toMatchObject([{ result: 'missing', read: ['absent'] }]);
    expect(judge({ ...mapping, whenMissing: 'warn' }, {}, john, { id: '1' }).warnings).toMatchObject([
      { code: 'claim_missing', path: 'n' },
    ]);
  });

  test('may be an array in JSON text, of which one element is expected', () => {
    const mapping = {
      path: 'groups',
      action: 'validate',
      target: 'custom.group',
      compare: 'includes',
      prepare: [{ parseJson: true }],
    } as const;
    expect(judge(mapping, { groups: '["staff", "signers"]' }, john, { group: 'signers' }).failed).toBe(false);
    expect(judge(mapping, { groups: '["staff"]' }, john, { group: 'signers' }).verdicts).toMatchObject([
      { reason: 'not_included' },
    ]);
    const within = { ...mapping, prepare: [{ parseJson: true, path: '$[*].name' }] };
    expect(judge(within, { groups: '[{"name": "signers"}]' }, john, { group: 'signers' }).failed).toBe(false);
    expect(judge(within, { groups: '[{"name": "a"}, {"name": "b"}]' }, john, { group: 'b' }).failed).toBe(false);
  });

  test('is a telephone number that its source must not deny', () => {
    const mapping = {
      path: 'phone_number',
      action: 'validate',
      target: 'recipient.phoneNumber',
      prepare: [{ defaultCountry: 'AT' }],
    } as const;
    expect(judge(mapping, { phone_number: '0664 1234567', phone_number_verified: true }, john).failed).toBe(false);
    expect(judge(mapping, { phone_number: '0664 1234567', phone_number_verified: false }, john).verdicts).toMatchObject(
      [{ reason: 'phone_unverified' }],
    );
  });
});

describe('first and last name together', () => {
  const mapping = { path: 'name', action: 'validate', target: 'recipient.fullName', compare: 'full-name' } as const;

  test.each<[string, RecipientFields, object, object]>([
    ['match', john, { name: 'DOE John' }, { result: 'matched', expectedFrom: 'request' }],
    ['differ', john, { name: 'Jane Doe' }, { result: 'mismatched', reason: 'different', fails: true }],
    ['are missing in the claims', john, {}, { result: 'missing', reason: 'path_missing' }],
    [
      'lack the last name',
      { ...nobody, firstName: 'John' },
      { name: 'John' },
      { reason: 'missing_expected', fails: true },
    ],
    [
      'lack the first name',
      { ...nobody, lastName: 'Doe' },
      { name: 'Doe' },
      { reason: 'missing_expected', fails: true },
    ],
  ])('%s', (_, recipient, claims, verdict) => {
    expect(judge(mapping, claims, recipient).verdicts).toMatchObject([verdict]);
  });

  test('fail as what is not expected does', () => {
    expect(judge(mapping, { name: 'John' }, nobody)).toMatchObject({ failureCode: 'mapping.no_expected_value' });
    const skipped = judge({ ...mapping, whenMissing: 'skip' }, { name: 'John' }, nobody);
    expect(skipped).toMatchObject({ failed: false, verdicts: [{ result: 'skipped', reason: 'missing_expected' }] });
  });

  test('may come in parts', () => {
    const { path: _path, ...rest } = mapping;
    const together = { ...rest, paths: ['given', 'family'] };
    expect(judge(together, { given: 'John', family: 'Doe' }, john).failed).toBe(false);
  });

  test.each<[string, Record<string, string>, boolean]>([
    ['both by the same provider', { 'recipient.firstName': 'own', 'recipient.lastName': 'own' }, true],
    ['one by another provider', { 'recipient.firstName': 'own', 'recipient.lastName': 'other' }, false],
    ['the other by another provider', { 'recipient.firstName': 'other', 'recipient.lastName': 'own' }, false],
  ])('need acceptUpdated where a provider has updated them: %s', (_, updatedBy, matches) => {
    const { failed } = judgeMappings({
      sources: [{ source: 'id_token', claims: { name: 'John Doe' } }],
      mappings: [{ source: 'id_token', mapping: fieldMappingSchema.parse(mapping) }],
      recipient: john,
      expected: expectedValues(john, [], updatedBy),
      provider: 'own',
    });
    expect(failed).toBe(!matches);
  });
});

describe('a mapping', () => {
  const update = { path: 'a', action: 'update', target: 'certificate.identificationNumber' } as const;
  const validate = { path: 'a', action: 'validate', target: 'custom.x' } as const;
  const { path: _path, ...pathless } = update;

  test.each<[string, object]>([
    ['with each step', { ...validate, prepare: [{ parseJson: true }, { toText: true }, { stripPrefix: ['a', 'b'] }] }],
    ['with an empty list of steps', { ...update, prepare: [] }],
    ['with ten parts', { ...pathless, paths: Array.from('abcdefghij') }],
    ['with a takePart on a validate', { ...validate, prepare: [{ takePart: 'before', of: '@' }] }],
    ['with a prefix of an address', { ...validate, target: 'recipient.email', prepare: [{ stripPrefix: 'smtp:' }] }],
  ])('may be one %s', (_, mapping) => {
    expect(faultsOf(mapping)).toEqual([]);
  });

  test.each<[string, object, RegExp]>([
    ['neither path nor paths', pathless, /^path: .*string/u],
    ['path and paths', { ...update, paths: ['b'] }, /^paths: Expected either/u],
    ['joinedBy without paths', { ...update, joinedBy: '' }, /^joinedBy: /u],
    ['joinedBy that says something', { ...pathless, paths: ['a', 'b'], joinedBy: ' von ' }, /^joinedBy: /u],
    ['no parts', { ...pathless, paths: [] }, /^paths: /u],
    ['eleven parts', { ...pathless, paths: Array.from('abcdefghijk') }, /^paths: /u],
    ['a part twice', { ...pathless, paths: ['a', 'a'] }, /^paths: Expected each path once/u],
    ['a part that is no path', { ...pathless, paths: ['a', 'b..c'] }, /^paths\.1: Column 3/u],
    ['parts of one array', { ...validate, path: undefined, paths: ['a'], compare: 'includes' }, /^compare: /u],
    ['an unknown step', { ...update, prepare: [{ upperCase: true }] }, /^prepare\.0: .*stripPrefix/u],
    ['two steps in one', { ...update, prepare: [{ toText: true, stripPrefix: 'a' }] }, /^prepare\.0: /u],
    ['a step twice', { ...update, prepare: [{ stripPrefix: 'a' }, { stripPrefix: 'b' }] }, /^prepare: .*stripPrefix/u],
    ['nine steps', { ...update, prepare: Array(9).fill({ toText: true }) }, /^prepare: .*8/u],
    ['toText that is false', { ...update, prepare: [{ toText: false }] }, /^prepare\.0/u],
    ['an empty prefix', { ...update, prepare: [{ stripPrefix: '' }] }, /^prepare\.0/u],
    ['no prefixes', { ...update, prepare: [{ stripPrefix: [] }] }, /^prepare\.0/u],
    ['a path in JSON that is none', { ...update, prepare: [{ parseJson: true, path: 'a..b' }] }, /^prepare\.0/u],
    ['a date format that is none', { ...update, prepare: [{ date: 'dd.mm.yyyy' }] }, /^prepare\.0/u],
    ['a time that is kept', { ...update, prepare: [{ date: 'yyyyMMdd', time: 'keep' }] }, /^prepare\.0/u],
    ['a country that is none', { ...validate, prepare: [{ defaultCountry: 'XX' }] }, /^prepare\.0/u],
    ['a country in small letters', { ...validate, prepare: [{ defaultCountry: 'at' }] }, /^prepare\.0/u],
    ['a part without separator', { ...validate, prepare: [{ takePart: 'before', of: '' }] }, /^prepare\.0/u],
    [
      'a part of an e-mail address',
      { ...validate, target: 'recipient.email', prepare: [{ takePart: 'before', of: '@' }] },
      /^prepare: .*takePart/u,
    ],
    ['a country for what is no number', { ...update, prepare: [{ defaultCountry: 'AT' }] }, /^prepare: .*telephone/u],
    ['a date twice', { ...update, format: 'yyyyMMdd', prepare: [{ date: 'yyyyMMdd' }] }, /^format: .*either/u],
    ['JSON of joined parts', { ...pathless, paths: ['a', 'b'], prepare: [{ parseJson: true }] }, /^prepare: .*paths/u],
    [
      'a prefix of an array',
      { ...validate, compare: 'includes', prepare: [{ stripPrefix: 'a' }] },
      /^prepare: .*array/u,
    ],
    [
      'a prepared flag',
      { ...validate, path: 'user.email_verified', prepare: [{ toText: true }] },
      /^prepare: .*flag|email_verified/u,
    ],
    ['full-name elsewhere', { ...validate, compare: 'full-name' }, /^compare: .*recipient\.fullName only/u],
    ['a full name by equals', { ...validate, target: 'recipient.fullName' }, /^compare: Expected full-name/u],
    ['an update of the full name', { ...update, target: 'recipient.fullName' }, /^target: .*never updated/u],
  ])('may not have %s', (_, mapping, fault) => {
    expect(faultsOf(mapping)).toEqual(expect.arrayContaining([expect.stringMatching(fault)]));
  });

  test('of any claims gives one verdict that tells none of them', () => {
    const steps = fc.constantFrom(
      { parseJson: true, path: 'a' },
      { stripPrefix: ['⟦', 'x'] },
      { stripSuffix: '⟧' },
      { date: 'yyyyMMdd', time: 'drop' },
      { defaultCountry: 'AT' },
      { toText: true },
      { takePart: 'after', of: '⟦' },
    );
    const marked = fc.string({ unit: anyCharacter, maxLength: 10 }).map((text) => `secret⟦${text}⟧`);
    const claim = fc.oneof(
      marked,
      marked.map((text) => JSON.stringify({ a: text })),
      fc.jsonValue(),
      fc.double(),
    );
    fc.assert(
      fc.property(fc.uniqueArray(steps, { maxLength: 7 }), claim, fc.boolean(), (prepare, value, validates) => {
        const mapping = { prepare, ...(validates ? validate : update), target: 'custom.x' };
        const given = validates ? mapping : { ...mapping, target: 'certificate.identificationNumber' };
        const parsed = fieldMappingSchema.safeParse(given);
        fc.pre(parsed.success);
        const { verdicts, warnings } = judge(parsed.data, { a: value }, john, { x: 'y' });
        expect(verdicts).toHaveLength(1);
        expect(JSON.stringify({ verdicts, warnings })).not.toContain('secret');
      }),
      { numRuns: inRange(250, 10_000) },
    );
  });
});
