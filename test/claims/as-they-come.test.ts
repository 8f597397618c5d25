import { describe, expect, test } from '@jest/globals';
import { type ExpectedValues, expectedValues } from '../../src/claims/expected-values.js';
import { type FieldMappingInput, fieldMappingSchema } from '../../src/claims/field-mapping.js';
import { judgeMappings } from '../../src/claims/judge-mappings.js';
import type { RecipientFields } from '../../src/claims/recipient-fields.js';
import type { Judgement } from '../../src/claims/verdict.js';
import { previewMappings } from '../../src/diagnosis/mappings/preview-mapping.js';
import type { ProviderTemplate } from '../../src/providers/templates/provider-template.js';
import { providerTemplates } from '../../src/providers/templates/provider-templates.js';

const john: RecipientFields = { email: 'john@example.com', firstName: 'John', lastName: 'Doe' };

/** One mapping on claims of an ID token, and of UserInfo where there is one. */
function judge(
  mapping: FieldMappingInput,
  claims: unknown,
  { recipient = john, userinfo }: { readonly recipient?: RecipientFields; readonly userinfo?: unknown } = {},
): Judgement {
  return judgeMappings({
    sources: [
      { source: 'id_token', claims },
      ...(userinfo === undefined ? [] : [{ source: 'resource:userinfo', claims: userinfo } as const]),
    ],
    mappings: [{ source: 'id_token', mapping: fieldMappingSchema.parse(mapping) }],
    recipient,
    expected: expectedValues(recipient),
  });
}

describe('a name without a letter', () => {
  const lastName = { path: 'family_name', action: 'update', target: 'recipient.lastName' } as const;

  test.each(['.', '-', '---', '?', '42', '\u0301', '\u{1f600}', '٣'])('is never written: %j', (family_name) => {
    const judged = judge(lastName, { family_name });
    expect(judged).toMatchObject({
      failed: true,
      updates: {},
      verdicts: [{ result: 'mismatched', reason: 'invalid_value' }],
    });
  });

  test.each(['O', "O'", 'Ng', '李', 'ع', 'X Æ A-12'])('is not one with a letter: %j', (family_name) => {
    expect(judge(lastName, { family_name }).updates['recipient.lastName']).toEqual({
      before: 'Doe',
      after: family_name,
    });
  });

  test.each(['recipient.firstName', 'certificate.holderLastName'] as const)('is refused as %s too', (target) => {
    expect(judge({ ...lastName, target }, { family_name: '.' }).verdicts).toMatchObject([{ reason: 'invalid_value' }]);
  });

  test('may be a document number', () => {
    const number = { ...lastName, target: 'certificate.documentNumber' } as const;
    expect(judge(number, { family_name: '4711' }).failed).toBe(false);
  });
});

describe('what is empty counts as not returned for an update', () => {
  const middleName = { path: 'middle_name', action: 'update', target: 'recipient.firstName' } as const;
  const empty = [
    ['null', null, 'null_value'],
    ['empty text', '', 'empty_value'],
    ['blank text', ' \t', 'empty_value'],
    ['marks that nobody sees', '\u200b\u00a0\u2060', 'empty_value'],
  ] as const;

  test.each(empty)('%s is skipped', (_, middle_name, reason) => {
    const judged = judge({ ...middleName, whenMissing: 'skip' }, { middle_name });
    expect(judged).toMatchObject({ failed: false, warnings: [], updates: {} });
    expect(judged.verdicts).toMatchObject([{ result: 'skipped', reason, fails: false }]);
  });

  test.each(empty)('%s warns when told to', (_, middle_name, reason) => {
    const judged = judge({ ...middleName, whenMissing: 'warn' }, { middle_name });
    expect(judged).toMatchObject({ failed: false, warnings: [{ code: 'claim_missing' }] });
    expect(judged.verdicts).toMatchObject([{ result: 'missing', reason, fails: false }]);
  });

  test.each(empty)('%s fails when told to', (_, middle_name, reason) => {
    const judged = judge({ ...middleName, whenMissing: 'fail' }, { middle_name });
    expect(judged).toMatchObject({ failed: true, failureCode: 'mapping.path_missing' });
    expect(judged.verdicts).toMatchObject([{ result: 'missing', reason, fails: true }]);
  });

  test('leaves other updates alone', () => {
    const mappings = [
      middleName,
      { path: 'bpk', action: 'update', target: 'certificate.identificationNumber' },
    ] as const;
    const { updates } = judgeMappings({
      sources: [{ source: 'id_token', claims: { middle_name: null, bpk: 'x' } }],
      mappings: mappings.map((mapping) => ({ source: 'id_token', mapping: fieldMappingSchema.parse(mapping) })),
      recipient: john,
      expected: {},
    });
    expect(Object.keys(updates)).toEqual(['certificate.identificationNumber']);
  });

  test.each(empty)('but %s is a value to validate, and no match', (_, given_name, reason) => {
    const judged = judge({ path: 'given_name', action: 'validate', target: 'recipient.firstName' }, { given_name });
    expect(judged.verdicts).toMatchObject([{ result: 'mismatched', reason, fails: true }]);
  });
});

describe('a companion flag', () => {
  const email = { path: 'email', action: 'validate', target: 'recipient.email', compare: 'email' } as const;
  const claim = { email: 'john@example.com' };

  test.each([true, 'true', 'True', 'TRUE', 1, '1'])('of an address means verified: %j', (email_verified) => {
    const judged = judge(email, { ...claim, email_verified });
    expect(judged).toMatchObject({ failed: false, warnings: [], verdicts: [{ result: 'matched' }] });
  });

  test.each<[object, object]>([
    [{ xms_edov: '1' }, { result: 'matched' }],
    [{ xms_edov: true, email_verified: null }, { result: 'matched' }],
    [{ xms_edov: false }, { reason: 'email_unverified', detail: expect.stringContaining('xms_edov') }],
    [
      { xms_edov: 0, email_verified: true },
      { reason: 'email_unverified', detail: expect.stringContaining('xms_edov') },
    ],
    [{ email_verified: false, xms_edov: true }, { detail: expect.stringContaining('email_verified') }],
  ])('of an address has another name at Microsoft Entra: %j', (flags, verdict) => {
    const judged = judge(email, { ...claim, ...flags });
    expect(judged.verdicts).toMatchObject([verdict]);
    expect(judged.warnings).toEqual([]);
  });

  test('that is null is absent, and warns', () => {
    const judged = judge(email, { ...claim, email_verified: null });
    expect(judged).toMatchObject({ failed: false, warnings: [{ code: 'email_verified_absent' }] });
  });

  test.each([false, 'False', 'false', 0, '0', 'yes', '', [], {}])('refuses: %j', (email_verified) => {
    const judged = judge(email, { ...claim, email_verified });
    expect(judged.verdicts).toMatchObject([{ result: 'mismatched', reason: 'email_unverified' }]);
  });

  test.each<[string, unknown, boolean]>([
    ['the same address', { ...claim, email_verified: false }, true],
    ['the same address in another letter case', { email: 'John@EXAMPLE.com', email_verified: 'False' }, true],
    ['the same address further down', { user: { emails: [{ ...claim, email_verified: 0 }] } }, true],
    ['another address', { email: 'old@example.com', email_verified: false }, false],
    ['no address', { email_verified: false }, false],
    ['the same address, and does not deny it', { ...claim, email_verified: null }, false],
  ])('in another source counts when it is about %s', (_, userinfo, refuses) => {
    const judged = judge(email, { ...claim, email_verified: true }, { userinfo });
    expect(judged.verdicts).toMatchObject([refuses ? { reason: 'email_unverified' } : { result: 'matched' }]);
  });

  test.each<[string, object]>([
    ['beside the address', { email: 'john@example.com', email_verified: 'false' }],
    ['elsewhere in it', { email: 'john@example.com', other: [{ email: 'John@example.com', email_verified: 0 }] }],
  ])('refuses in the JSON text that the address is read in: %s', (_, profile) => {
    const inText = { ...email, path: 'profile', prepare: [{ parseJson: true, path: 'email' } as const] };
    const judged = judge(inText, { profile: JSON.stringify(profile) });
    expect(judged.verdicts).toMatchObject([{ result: 'mismatched', reason: 'email_unverified' }]);
  });

  test.each([false, 'False', 0])('of a telephone number refuses it: %j', (phone_number_verified) => {
    const recipient = { ...john, phoneNumber: '+436641234567' };
    const claims = { phone_number: '+436641234567', phone_number_verified };
    const phone = { path: 'phone_number', target: 'recipient.phoneNumber' } as const;
    const validated = judge({ ...phone, action: 'validate' }, claims, { recipient });
    expect(validated.verdicts).toMatchObject([{ result: 'mismatched', reason: 'phone_unverified' }]);
    const updated = judge({ ...phone, action: 'update' }, claims);
    expect(updated).toMatchObject({ failed: true, updates: {}, verdicts: [{ reason: 'phone_unverified' }] });
    const prepare = [{ parseJson: true, path: 'phone_number' } as const];
    const inText = judge({ ...phone, path: 'p', prepare, action: 'update' }, { p: JSON.stringify(claims) });
    expect(inText).toMatchObject({ failed: true, updates: {}, verdicts: [{ reason: 'phone_unverified' }] });
  });

  test('of a telephone number has another name at Auth0', () => {
    const claims = { phone_number: '+436641234567', phone_verified: false };
    const updated = judge({ path: 'phone_number', action: 'update', target: 'recipient.phoneNumber' }, claims);
    const detail: unknown = expect.stringContaining('phone_verified');
    expect(updated).toMatchObject({ failed: true, updates: {}, verdicts: [{ reason: 'phone_unverified', detail }] });
  });

  test.each<[string, unknown, boolean]>([
    ['as at home', '0664 1234567', true],
    ['as digits', 436641234567, true],
    ['with 00', '0043 664 1234567', true],
    ['of another country', '+49 664 1234567', false],
    ['of somebody else', '0664 1234568', false],
  ])('in another source refuses a telephone number that stands there %s', (_, phone_number, refuses) => {
    const judged = judge(
      { path: 'phone_number', action: 'update', target: 'recipient.phoneNumber' },
      { phone_number: '+436641234567' },
      { userinfo: { phone_number, phone_number_verified: false } },
    );
    expect(judged.failed).toBe(refuses);
  });

  test.each<[unknown, readonly string[]]>([
    [true, []],
    ['1', []],
    [null, ['phone_number_verified_absent']],
    [undefined, ['phone_number_verified_absent']],
  ])('of a telephone number may say %j', (phone_number_verified, warnings) => {
    const judged = judge(
      { path: 'phone_number', action: 'validate', target: 'recipient.phoneNumber' },
      { phone_number: '0043 664 1234567', phone_number_verified },
      { recipient: { ...john, phoneNumber: '+436641234567' } },
    );
    expect(judged.verdicts).toMatchObject([{ result: 'matched' }]);
    expect(judged.warnings.map(({ code }) => code)).toEqual(warnings);
  });

  test.each<[string, unknown, ExpectedValues]>([
    ['the address is right', claim, expectedValues(john)],
    ['the address differs in letter case', { email: 'John@Example.com' }, expectedValues(john)],
  ])('that denies is repaired by no comparison: %s', (_, claims, expected) => {
    const mapping = fieldMappingSchema.parse(email);
    const [previewed] = previewMappings([{ source: 'id_token', mapping }], {
      sources: [{ source: 'id_token', claims: { ...(claims as object), email_verified: false } }],
      recipient: john,
      expected,
    });
    expect(previewed).toMatchObject({ repair: null, verdict: { fails: true } });
    expect(previewed?.verdict.detail).not.toMatch(/would match/u);
  });

  test('that confirms leaves a comparison to be named that helps', () => {
    const mapping = fieldMappingSchema.parse(email);
    const [previewed] = previewMappings([{ source: 'id_token', mapping }], {
      sources: [{ source: 'id_token', claims: { email: 'John@Example.com', email_verified: true } }],
      recipient: john,
      expected: expectedValues(john),
    });
    expect(previewed?.repair).toContain('equals-ignoring-case');
  });
});

describe('a path that ends too early', () => {
  const phone = { path: 'phone', action: 'update', target: 'recipient.phoneNumber' } as const;
  const first = { path: 'name', action: 'validate', target: 'recipient.firstName' } as const;

  test.each<[string, FieldMappingInput, unknown, string | null]>([
    ['a list of one', phone, { phone: ['+436641234567'] }, 'phone[0]'],
    ['a list of several', phone, { phone: ['+436641234567', '+436641234568'] }, null],
    ['a list of what does not fit', phone, { phone: ['none'] }, null],
    ['an object around the value', phone, { phone: { source: '1', value: '+436641234567' } }, 'phone.value'],
    ['an object with other members', phone, { phone: { mobile: '+436641234567' } }, null],
    ['an object with the expected value', first, { name: { last: 'Doe', 'first.name': 'John' } }, "name['first.name']"],
  ])('is shown on in %s', (_, mapping, claims, path) => {
    const [previewed] = previewMappings([{ source: 'id_token', mapping: fieldMappingSchema.parse(mapping) }], {
      sources: [{ source: 'id_token', claims }],
      recipient: john,
      expected: expectedValues(john),
    });
    expect(previewed?.repair ?? null).toBe(path === null ? null : `Set \`path\` to ${path}: the value stands there.`);
  });
});

describe('one of several given names', () => {
  const firstName = { path: 'name', action: 'validate', target: 'recipient.firstName', compare: 'name' } as const;

  test.each<[string, unknown, string, boolean]>([
    ['a given name of a full name', { name: 'Anna Martin', family_name: 'Martin' }, 'Anna', true],
    ['the family name of a full name', { name: 'Anna Martin', family_name: 'Martin' }, 'Martin', false],
    ['the family name that stands first', { name: 'MARTIN Anna', last_name: 'Martin' }, 'Martin', false],
    ['a family name of two words', { name: 'Anna De la Cruz', family_name: 'DELA CRUZ' }, 'Cruz', false],
    ['a given name that is the family name too', { name: 'Martin', family_name: 'Martin' }, 'Martin', true],
  ])('is never the family name: %s', (_, claims, expected, matches) => {
    const recipient = { ...john, firstName: expected };
    expect(judge(firstName, claims, { recipient }).failed).toBe(!matches);
    const inText = { ...firstName, path: 'person', prepare: [{ parseJson: true, path: 'name' } as const] };
    expect(judge(inText, { person: JSON.stringify(claims) }, { recipient }).failed).toBe(!matches);
  });
});

describe('a claim that came by reference', () => {
  const claims = {
    _claim_names: { groups: 'src1' },
    _claim_sources: { src1: { endpoint: 'https://graph.example/users/1/getMemberObjects' } },
  };
  const groups = { path: 'groups', action: 'validate', target: 'custom.department', compare: 'includes' } as const;

  test('is missing, and the verdict says how it came', () => {
    expect(judge(groups, claims).verdicts).toMatchObject([
      { result: 'missing', reason: 'path_missing', detail: expect.stringMatching(/by reference \(_claim_names/u) },
    ]);
  });

  test('is looked for nowhere in the references', () => {
    const [previewed] = previewMappings([{ source: 'id_token', mapping: fieldMappingSchema.parse(groups) }], {
      sources: [{ source: 'id_token', claims }],
      recipient: john,
      expected: {},
    });
    expect(previewed).toMatchObject({ found: false, suggestions: [] });
  });

  test('is read where it came with its value besides', () => {
    const judged = judge({ ...groups, compare: 'one-of', oneOf: ['x'] }, { ...claims, groups: 'x' });
    expect(judged.failed).toBe(false);
  });
});

describe('the templates of providers that hand out addresses in display case', () => {
  const mappingsOf = ({ body }: ProviderTemplate) => [
    ...(body.idToken?.mappings ?? []),
    ...(body.resources ?? []).flatMap(({ mappings = [] }) => mappings),
  ];

  test.each(['entra', 'google', 'linkedin', 'facebook'])('accept John.Doe@… for john.doe@…: %s', (id) => {
    const template = providerTemplates.find((candidate) => candidate.id === id);
    const [mapping, ...others] = template === undefined ? [] : mappingsOf(template);
    const recipient = { ...john, email: 'john.doe@example.com' };
    expect(others).toEqual([]);
    expect(judge(mapping!, { email: 'John.Doe@example.com', email_verified: true }, { recipient })).toMatchObject({
      failed: false,
      verdicts: [{ target: 'recipient.email', result: 'matched' }],
    });
    expect(judge(mapping!, { email: 'Jane.Doe@example.com', email_verified: true }, { recipient }).failed).toBe(true);
  });
});
