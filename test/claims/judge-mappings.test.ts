import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type ExpectedValues, expectedValues, type SenderValidation } from '../../src/claims/expected-values.js';
import { type FieldMappingInput, fieldMappingSchema } from '../../src/claims/field-mapping.js';
import { judgeMappings, type SourcedMapping } from '../../src/claims/judge-mappings.js';
import type { RecipientFields } from '../../src/claims/recipient-fields.js';
import type { ClaimsSource } from '../../src/claims/sourced-claims.js';
import type { Judgement } from '../../src/claims/verdict.js';
import { anyCharacter } from '../support/any-character.js';
import { inRange } from '../support/range.js';

const john: RecipientFields = { email: 'john@example.com', firstName: 'John', lastName: 'Doe' };

interface Login {
  idToken?: unknown;
  userinfo?: unknown;
  mappings: readonly (FieldMappingInput & { source?: ClaimsSource })[];
  recipient?: RecipientFields;
  validations?: readonly SenderValidation[];
  expected?: ExpectedValues;
  provider?: string;
}

function judge({
  idToken,
  userinfo,
  mappings,
  recipient = john,
  validations = [],
  expected,
  provider,
}: Login): Judgement {
  return judgeMappings({
    sources: [
      ...(idToken === undefined ? [] : [{ source: 'id_token', claims: idToken } as const]),
      ...(userinfo === undefined ? [] : [{ source: 'resource:userinfo', claims: userinfo } as const]),
    ],
    mappings: mappings.map(
      ({ source = 'id_token', ...mapping }): SourcedMapping => ({ source, mapping: fieldMappingSchema.parse(mapping) }),
    ),
    recipient,
    expected: expected ?? expectedValues(recipient, validations),
    provider,
  });
}

const firstName = { path: 'given_name', action: 'validate', target: 'recipient.firstName' } as const;
const email = { path: 'email', action: 'validate', target: 'recipient.email' } as const;
const updateLastName = { path: 'family_name', action: 'update', target: 'recipient.lastName' } as const;
const updateNumber = { path: 'bpk', action: 'update', target: 'certificate.identificationNumber' } as const;
const role = { path: 'role', action: 'validate', target: 'custom.role' } as const;

describe('validating', () => {
  test('matches a claim that is as expected, and says with which comparison and whose value', () => {
    expect(judge({ idToken: { given_name: 'John' }, mappings: [firstName] })).toEqual({
      verdicts: [
        {
          source: 'id_token',
          path: 'given_name',
          action: 'validate',
          target: 'recipient.firstName',
          compare: 'equals',
          result: 'matched',
          detail: 'The claim is the expected text',
          expectedFrom: 'request',
          fails: false,
        },
      ],
      warnings: [],
      failed: false,
      failureCode: null,
      updates: {},
    });
  });

  test.each<[string, Login, object, object]>([
    [
      'refuses another value',
      { idToken: { given_name: 'Jane' }, mappings: [firstName] },
      { result: 'mismatched', reason: 'different', fails: true },
      { failed: true, failureCode: 'mapping.mismatched' },
    ],
    [
      'refuses null',
      { idToken: { given_name: null }, mappings: [firstName] },
      { result: 'mismatched', reason: 'null_value' },
      { failed: true },
    ],
    [
      'refuses empty text',
      { idToken: { given_name: '' }, mappings: [firstName] },
      { result: 'mismatched', reason: 'empty_value' },
      { failed: true },
    ],
    [
      'refuses a number for text',
      { idToken: { given_name: 1 }, mappings: [firstName] },
      { result: 'mismatched', reason: 'wrong_type' },
      { failed: true },
    ],
    [
      'refuses several values',
      { idToken: [{ n: 'John' }, { n: 'John' }], mappings: [{ ...firstName, path: '$[*].n' }] },
      { result: 'mismatched', reason: 'ambiguous' },
      { failed: true },
    ],
    [
      'fails when the claim is missing',
      { idToken: {}, mappings: [firstName] },
      { result: 'missing', reason: 'path_missing', fails: true },
      { failed: true, failureCode: 'mapping.path_missing' },
    ],
    [
      'fails when the source is missing',
      { userinfo: {}, mappings: [firstName] },
      { result: 'missing', reason: 'source_missing', fails: true },
      { failed: true, failureCode: 'mapping.path_missing' },
    ],
    [
      'skips a missing claim when told to',
      { idToken: {}, mappings: [{ ...firstName, whenMissing: 'skip' }] },
      { result: 'skipped', reason: 'path_missing', fails: false },
      { failed: false, warnings: [] },
    ],
    [
      'warns of a missing claim when told to',
      { idToken: {}, mappings: [{ ...firstName, whenMissing: 'warn' }] },
      { result: 'missing', fails: false },
      { failed: false, warnings: [expect.objectContaining({ code: 'claim_missing' })] },
    ],
    [
      'fails when there is nothing to compare with',
      { idToken: { role: 'x' }, mappings: [role] },
      { result: 'missing', reason: 'no_expected_value', fails: true },
      { failed: true, failureCode: 'mapping.no_expected_value' },
    ],
    [
      'skips what has nothing to compare with when told to',
      { idToken: { role: 'x' }, mappings: [{ ...role, whenMissing: 'skip' }] },
      { result: 'skipped', reason: 'no_expected_value' },
      { failed: false },
    ],
    [
      'warns of what has nothing to compare with when told to',
      { idToken: { role: 'x' }, mappings: [{ ...role, whenMissing: 'warn' }] },
      { result: 'missing', fails: false },
      { failed: false, warnings: [expect.objectContaining({ code: 'expected_value_missing' })] },
    ],
    [
      'takes blank text for no expected value',
      { idToken: { role: ' ' }, mappings: [role], validations: [{ field: 'custom.role', expected: ' ' }] },
      { result: 'missing', reason: 'no_expected_value' },
      { failed: true },
    ],
    [
      "compares with the sender's value rather than the recipient's",
      {
        idToken: { given_name: 'Jack' },
        mappings: [firstName],
        validations: [{ field: 'recipient.firstName', expected: 'Jack' }],
      },
      { result: 'matched', expectedFrom: 'sender' },
      { failed: false },
    ],
    [
      "compares with all of the sender's values",
      {
        idToken: { role: 'root' },
        mappings: [role],
        validations: [
          { field: 'custom.role', expected: 'admin', operation: 'not-equal' },
          { field: 'custom.role', expected: 'root', operation: 'not-equal' },
        ],
      },
      { result: 'mismatched', reason: 'equal' },
      { failed: true },
    ],
    [
      'takes several values for includes',
      {
        idToken: [{ r: 'user' }, { r: 'admin' }],
        mappings: [{ ...role, path: '$[*].r', compare: 'includes' }],
        validations: [{ field: 'custom.role', expected: 'admin' }],
      },
      { result: 'matched' },
      { failed: false },
    ],
    [
      'takes the only value of a wildcard for includes',
      {
        idToken: [{ r: 'admin' }],
        mappings: [{ ...role, path: '$[*].r', compare: 'includes' }],
        validations: [{ field: 'custom.role', expected: 'admin' }],
      },
      { result: 'matched' },
      { failed: false },
    ],
    [
      'needs no expected value for one-of',
      { idToken: { role: 'user' }, mappings: [{ ...role, compare: 'one-of', oneOf: ['user', 'admin'] }] },
      { result: 'matched' },
      { failed: false },
    ],
    [
      "holds one-of to the sender's value besides",
      {
        idToken: { role: 'user' },
        mappings: [{ ...role, compare: 'one-of', oneOf: ['user', 'admin'] }],
        validations: [{ field: 'custom.role', expected: 'admin' }],
      },
      { result: 'mismatched', reason: 'different', expectedFrom: 'sender' },
      { failed: true },
    ],
  ])('%s', (_, login, verdict, judgement) => {
    const judged = judge(login);
    expect(judged.verdicts).toEqual([expect.objectContaining(verdict)]);
    expect(judged).toMatchObject(judgement);
    expect(judged.updates).toEqual({});
  });

  test('never mixes sources', () => {
    const { verdicts } = judge({
      idToken: {},
      userinfo: { given_name: 'John' },
      mappings: [firstName, { ...firstName, source: 'resource:userinfo' }],
    });
    expect(verdicts.map(({ source, result }) => [source, result])).toEqual([
      ['id_token', 'missing'],
      ['resource:userinfo', 'matched'],
    ]);
  });

  test('tells the segment at which a path ends, and what stands there', () => {
    const [verdict] = judge({
      idToken: { person: 'John' },
      mappings: [{ ...firstName, path: 'person.given' }],
    }).verdicts;
    expect(verdict?.detail).toContain('segment 2, because a value of type string stands');
  });

  test.each<[string, unknown, FieldMappingInput, RegExp]>([
    ['letter case', 'JOHN', firstName, /compare equals-ignoring-case would match/u],
    ['several given names', 'John Michael', firstName, /compare name would match/u],
    ['an array', ['x', 'John'], { ...firstName, target: 'custom.x' }, /compare includes would match/u],
    ['a date written otherwise', '31.01.1990', { ...firstName, target: 'custom.x', compare: 'date' }, /dd\.MM\.yyyy/u],
    ['seconds', 633830400, { ...firstName, target: 'certificate.documentIssuedOn' }, /epoch-seconds/u],
  ])('says in the detail what would have helped: %s', (_, claim, mapping, detail) => {
    const expected = {
      'recipient.firstName': 'John',
      'custom.x': mapping.action === 'validate' && mapping.compare === 'date' ? '1990-01-31' : 'John',
      'certificate.documentIssuedOn': '1990-02-01',
    };
    const values = Object.fromEntries(
      Object.entries(expected).map(([target, value]) => [target, [{ value, expectedFrom: 'request' }]]),
    ) as ExpectedValues;
    const [verdict] = judge({ idToken: { given_name: claim }, mappings: [mapping], expected: values }).verdicts;
    expect(verdict).toMatchObject({ result: 'mismatched', detail: expect.stringMatching(detail) });
  });
});

describe('what would have helped', () => {
  const validate = { path: 'a', action: 'validate', target: 'custom.x' } as const;
  const issuedOn = { path: 'a', action: 'update', target: 'certificate.documentIssuedOn' } as const;

  test.each<[string, FieldMappingInput, unknown, string]>([
    ['an e-mail address that is another', { ...validate, compare: 'email' }, 'jöhn@example.com', 'john@example.com'],
    ['a number in which name sees one of several', { ...validate, compare: 'phone' }, '+43 664 1', '664'],
    ['a format that was named already', { ...issuedOn, format: 'epoch-milliseconds' }, 1e20, ''],
    ['a number that is no date in any format', issuedOn, 1e20, ''],
  ])('is not said where it would let a stranger in or help nobody: %s', (_, mapping, claim, value) => {
    const expected = { 'custom.x': [{ value, expectedFrom: 'sender' }] } as ExpectedValues;
    const [verdict] = judge({ idToken: { a: claim }, mappings: [mapping], expected }).verdicts;
    expect(verdict).toMatchObject({
      result: 'mismatched',
      detail: expect.not.stringMatching(/would match|set format/u),
    });
  });
});

describe('validating against a value that a provider updated', () => {
  const expected: ExpectedValues = {
    'recipient.firstName': [{ value: 'John', expectedFrom: 'updated by id-austria' }],
  };
  const login = { idToken: { given_name: 'John' }, expected };

  test.each([
    ['is refused for another provider', { ...login, mappings: [firstName], provider: 'google' }, 'mismatched'],
    ['is refused when the provider is not known', { ...login, mappings: [firstName] }, 'mismatched'],
    ['is made for the same provider', { ...login, mappings: [firstName], provider: 'id-austria' }, 'matched'],
    [
      'is made for another provider with acceptUpdated',
      { ...login, mappings: [{ ...firstName, acceptUpdated: true }], provider: 'google' },
      'matched',
    ],
  ])('%s', (_, trip, result) => {
    const [verdict] = judge(trip).verdicts;
    expect(verdict).toMatchObject({ result, expectedFrom: 'updated by id-austria' });
    expect(verdict?.reason).toBe(result === 'matched' ? undefined : 'expected_value_was_updated');
  });
});

describe('validating an e-mail address', () => {
  test.each<[string, unknown, string, 'matched' | 'mismatched', boolean]>([
    ['email_verified is true', { email: 'john@example.com', email_verified: true }, 'email', 'matched', false],
    [
      'email_verified is "true" (Apple)',
      { email: 'john@example.com', email_verified: 'true' },
      'email',
      'matched',
      false,
    ],
    ['email_verified is absent', { email: 'john@example.com' }, 'email', 'matched', true],
    ['email_verified is false', { email: 'john@example.com', email_verified: false }, 'email', 'mismatched', false],
    ['email_verified is "false"', { email: 'john@example.com', email_verified: 'false' }, 'email', 'mismatched', false],
    ['email_verified is null', { email: 'john@example.com', email_verified: null }, 'email', 'matched', true],
    ['email_verified is 1', { email: 'john@example.com', email_verified: 1 }, 'email', 'matched', false],
    ['email_verified is "1"', { email: 'john@example.com', email_verified: '1' }, 'email', 'matched', false],
    ['email_verified is "True"', { email: 'john@example.com', email_verified: 'True' }, 'email', 'matched', false],
    ['email_verified is "False"', { email: 'john@example.com', email_verified: 'False' }, 'email', 'mismatched', false],
    ['email_verified is 0', { email: 'john@example.com', email_verified: 0 }, 'email', 'mismatched', false],
    ['email_verified is 2', { email: 'john@example.com', email_verified: 2 }, 'email', 'mismatched', false],
    ['email_verified is empty text', { email: 'john@example.com', email_verified: '' }, 'email', 'mismatched', false],
    ['email_verified is an array', { email: 'john@example.com', email_verified: [true] }, 'email', 'mismatched', false],
    [
      'the sibling of a nested claim is false',
      { user: { email: 'john@example.com', email_verified: false }, email_verified: true },
      'user.email',
      'mismatched',
      false,
    ],
    [
      'only another level has email_verified',
      { user: { email: 'john@example.com' }, email_verified: false },
      'user.email',
      'matched',
      true,
    ],
    [
      'the claim is an element, and the sibling of its array is false',
      { emails: ['john@example.com'], email_verified: false },
      'emails[0]',
      'mismatched',
      false,
    ],
    [
      'the sibling of a filtered claim is false',
      [{ email: 'john@example.com', primary: true, email_verified: false }],
      '$[?(@.primary == true)].email',
      'mismatched',
      false,
    ],
    [
      'the sibling of a filtered claim is true',
      [
        { email: 'john@example.com', primary: true, email_verified: true },
        { email: 'x', email_verified: false },
      ],
      '$[?(@.primary == true)].email',
      'matched',
      false,
    ],
    [
      'email_verified is only inherited',
      Object.assign(Object.create({ email_verified: true }) as object, { email: 'john@example.com' }),
      'email',
      'matched',
      true,
    ],
  ])('%s', (_, idToken, path, result, warns) => {
    const judged = judge({ idToken, mappings: [{ ...email, path }] });
    expect(judged.verdicts).toEqual([expect.objectContaining({ result })]);
    if (result === 'mismatched') expect(judged.verdicts[0]).toMatchObject({ reason: 'email_unverified' });
    expect(judged.warnings.map(({ code }) => code)).toEqual(warns ? ['email_verified_absent'] : []);
  });

  test('looks at email_verified of the same source only', () => {
    const judged = judge({
      idToken: { email_verified: false },
      userinfo: { email: 'john@example.com' },
      mappings: [{ ...email, source: 'resource:userinfo' }],
    });
    expect(judged.verdicts).toEqual([expect.objectContaining({ result: 'matched' })]);
  });

  test('holds for a custom field that is compared as an address too', () => {
    const judged = judge({
      idToken: { email: 'john@example.com', email_verified: false },
      mappings: [{ ...email, target: 'custom.privateEmail', compare: 'email' }],
      validations: [{ field: 'custom.privateEmail', expected: 'john@example.com' }],
    });
    expect(judged).toMatchObject({ failed: true, verdicts: [{ reason: 'email_unverified' }] });
  });
});

describe('updating', () => {
  test('gives before and after, in the normal form of the target', () => {
    const judged = judge({
      idToken: { bpk: ' abc ', country: 'AUT', issued: '01.02.2020', phone: '0043 664 1234567' },
      recipient: { ...john, certificate: { identificationNumber: 'old' } },
      mappings: [
        updateNumber,
        { path: 'country', action: 'update', target: 'certificate.documentIssuingCountry' },
        { path: 'issued', action: 'update', target: 'certificate.documentIssuedOn', format: 'dd.MM.yyyy' },
        { path: 'phone', action: 'update', target: 'recipient.phoneNumber' },
      ],
    });
    expect(judged.updates).toEqual({
      'certificate.identificationNumber': { before: 'old', after: 'abc' },
      'certificate.documentIssuingCountry': { before: null, after: 'AT' },
      'certificate.documentIssuedOn': { before: null, after: '2020-02-01' },
      'recipient.phoneNumber': { before: null, after: '+436641234567' },
    });
    expect(judged.verdicts.map(({ result }) => result)).toEqual(['updated', 'updated', 'updated', 'updated']);
    expect(judged.verdicts.some((verdict) => 'compare' in verdict)).toBe(false);
  });

  test('leaves a field alone that has the value already', () => {
    const judged = judge({
      userinfo: { family_name: 'Doe' },
      mappings: [{ ...updateLastName, source: 'resource:userinfo' }],
    });
    expect(judged.verdicts).toEqual([expect.objectContaining({ result: 'unchanged', fails: false })]);
    expect(judged.updates).toEqual({});
  });

  test.each<[string, Login['mappings'], Record<string, string>]>([
    [
      'sets the certificate holder from an ID token',
      [updateLastName],
      { 'recipient.lastName': 'Roe', 'certificate.holderLastName': 'Roe' },
    ],
    ['does not from a resource', [{ ...updateLastName, source: 'resource:userinfo' }], { 'recipient.lastName': 'Roe' }],
    [
      'leaves the holder to a mapping of its own',
      [updateLastName, { path: 'birth_name', action: 'update', target: 'certificate.holderLastName' }],
      { 'recipient.lastName': 'Roe', 'certificate.holderLastName': 'Born' },
    ],
    [
      'sets the holder when its own mapping finds nothing',
      [updateLastName, { path: 'nothing', action: 'update', target: 'certificate.holderLastName' }],
      { 'recipient.lastName': 'Roe', 'certificate.holderLastName': 'Roe' },
    ],
  ])('the last name %s', (_, mappings, expected) => {
    const claims = { family_name: 'Roe', birth_name: 'Born' };
    const { updates } = judge({ idToken: claims, userinfo: claims, mappings });
    expect(Object.fromEntries(Object.entries(updates).map(([target, { after }]) => [target, after]))).toEqual(expected);
  });

  test('sets the certificate holder also when the last name itself does not change', () => {
    const { updates } = judge({ idToken: { family_name: 'Doe' }, mappings: [updateLastName] });
    expect(updates).toEqual({ 'certificate.holderLastName': { before: null, after: 'Doe' } });
  });

  test.each<[string, unknown, string]>([
    ['a megabyte', 'x'.repeat(1_000_000), 'invalid_value'],
    ['a direction override', 'Roe\u202e', 'invalid_value'],
    ['HTML', '<script>alert(1)</script>', 'invalid_value'],
    ['a null byte', 'Roe\u0000', 'invalid_value'],
    ['a lone surrogate', 'Roe\ud800', 'invalid_value'],
    ['a number', 1, 'wrong_type'],
    ['an array', ['Roe'], 'wrong_type'],
    ['an object', { toString: 'Roe' }, 'wrong_type'],
  ])('refuses %s, and with it every other update', (_, family_name, reason) => {
    const judged = judge({ idToken: { family_name, bpk: 'abc' }, mappings: [updateLastName, updateNumber] });
    expect(judged).toMatchObject({ failed: true, failureCode: 'mapping.mismatched', updates: {} });
    expect(judged.verdicts).toEqual([
      expect.objectContaining({ result: 'mismatched', reason, fails: true }),
      expect.objectContaining({ result: 'skipped', reason: 'update_failed', fails: false }),
    ]);
  });

  test.each<[string, Login['mappings'][number], object, boolean]>([
    ['is skipped', updateNumber, { result: 'skipped', reason: 'path_missing' }, false],
    [
      'fails when told to',
      { ...updateNumber, whenMissing: 'fail' },
      { result: 'missing', reason: 'path_missing', fails: true },
      true,
    ],
    ['warns when told to', { ...updateNumber, whenMissing: 'warn' }, { result: 'missing', fails: false }, false],
  ])('with a missing claim %s', (_, mapping, verdict, failed) => {
    const judged = judge({ idToken: {}, mappings: [mapping] });
    expect(judged.verdicts).toEqual([expect.objectContaining(verdict)]);
    expect(judged).toMatchObject({ failed, failureCode: failed ? 'mapping.path_missing' : null, updates: {} });
  });

  test('is not made when a validation fails', () => {
    const judged = judge({ idToken: { given_name: 'Jane', bpk: 'abc' }, mappings: [updateNumber, firstName] });
    expect(judged).toMatchObject({ failed: true, failureCode: 'mapping.mismatched', updates: {} });
    expect(judged.verdicts).toEqual([
      expect.objectContaining({ action: 'update', result: 'skipped', reason: 'validation_failed' }),
      expect.objectContaining({ action: 'validate', result: 'mismatched' }),
    ]);
  });

  test('is made of one claim into several targets', () => {
    const { updates } = judge({
      userinfo: { n: 'Roe' },
      mappings: (['recipient.lastName', 'certificate.holderLastName'] as const).map((target) => ({
        path: 'n',
        action: 'update',
        target,
        source: 'resource:userinfo',
      })),
    });
    expect(Object.keys(updates)).toEqual(['recipient.lastName', 'certificate.holderLastName']);
  });

  test('accepts two mappings of one target that agree', () => {
    const judged = judge({
      idToken: { bpk: 'abc', id: ' abc' },
      mappings: [updateNumber, { ...updateNumber, path: 'id' }],
    });
    expect(judged).toMatchObject({
      failed: false,
      updates: { 'certificate.identificationNumber': { before: null, after: 'abc' } },
    });
  });

  test('refuses two mappings of one target that disagree, naming both', () => {
    const judged = judge({
      idToken: { bpk: 'abc', id: 'xyz' },
      mappings: [updateNumber, { ...updateNumber, path: 'id' }],
    });
    expect(judged).toMatchObject({ failed: true, failureCode: 'mapping.updates_conflict', updates: {} });
    expect(judged.verdicts.map(({ reason }) => reason)).toEqual(['conflicting_updates', 'conflicting_updates']);
  });
});

describe('whatever a provider sends', () => {
  const mappings: Login['mappings'] = [
    { ...firstName, compare: 'name' },
    email,
    { ...role, compare: 'includes', path: '$.a[*]' },
    updateLastName,
    updateNumber,
    { path: 'a', action: 'update', target: 'certificate.documentIssuedOn', format: 'epoch-seconds' },
  ];
  const value = fc.oneof(
    fc.jsonValue(),
    fc.string({ unit: anyCharacter }),
    fc.constantFrom('John', 'Doe', 'john@example.com', true),
  );
  const claims = fc.oneof(
    value,
    fc
      .array(
        fc.tuple(
          fc.constantFrom('given_name', 'family_name', 'email', 'email_verified', 'bpk', 'a', '__proto__'),
          value,
        ),
      )
      .map((entries) => Object.fromEntries(entries)),
  );

  test('there is one verdict per mapping, and updates only when nothing fails', () => {
    fc.assert(
      fc.property(claims, (idToken) => {
        const judged = judge({ idToken, mappings, validations: [{ field: 'custom.role', expected: 'x' }] });
        expect(judged.verdicts.map(({ target }) => target)).toEqual(mappings.map(({ target }) => target));
        expect(judged.failed).toBe(judged.verdicts.some(({ fails }) => fails));
        expect(judged.failed).toBe(judged.failureCode !== null);
        if (judged.failed) expect(judged.updates).toEqual({});
        for (const { after } of Object.values(judged.updates)) expect(after).not.toMatch(/[\p{Cc}\p{Cs}<>]/u);
      }),
      { numRuns: inRange(250, 10_000) },
    );
  });

  test('no verdict and no warning tells a claim', () => {
    const marked = fc.string({ maxLength: 10 }).map((text) => `⟦${text}⟧`);
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom('given_name', 'family_name', 'email', 'bpk', 'a'),
          fc.oneof(marked, fc.array(marked)),
        ),
        (idToken) => {
          const { verdicts, warnings } = judge({ idToken, mappings });
          expect(JSON.stringify({ verdicts, warnings })).not.toContain('⟦');
        },
      ),
    );
  });
});
