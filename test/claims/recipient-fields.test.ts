import { describe, expect, test } from '@jest/globals';
import { effectiveRecipient } from '../../src/claims/effective-recipient.js';
import { expectedValues } from '../../src/claims/expected-values.js';
import { maskEmail, maskName, maskPhoneNumber } from '../../src/claims/masked-recipient.js';
import {
  type RecipientFields,
  recipientField,
  recipientFieldsSchema,
  withUpdates,
} from '../../src/claims/recipient-fields.js';
import { isOfUser, predefinedTargets } from '../../src/claims/target.js';

const john: RecipientFields = { email: 'john@example.com', firstName: 'John', lastName: 'Doe' };

describe('a recipient', () => {
  test('comes out with every field in its normal form', () => {
    expect(
      recipientFieldsSchema.parse({
        email: ' john@EXAMPLE.com ',
        firstName: ' Zoe\u0308 ',
        lastName: 'Doe',
        phoneNumber: '0043 664 1234567',
        otpPhoneNumber: '+43 664 7654321',
        language: 'DE-at',
        certificate: { documentIssuingCountry: 'Austria', documentType: 'CI', documentIssuedOn: '2020-01-31' },
      }),
    ).toEqual({
      email: 'john@example.com',
      firstName: 'Zo\u00eb',
      lastName: 'Doe',
      phoneNumber: '+436641234567',
      otpPhoneNumber: '+436647654321',
      language: 'de-AT',
      certificate: { documentIssuingCountry: 'AT', documentType: 'IdentityCard', documentIssuedOn: '2020-01-31' },
    });
  });

  test.each([
    ['de_AT', 'de-AT'],
    ['pt_br', 'pt-BR'],
    ['zh_Hant_TW', 'zh-Hant-TW'],
    ['sr-Latn_RS', 'sr-Latn-RS'],
    ['EN', 'en'],
    // RFC 5646: extended languages, whole registrations, private tags.
    ['zh-yue_HK', 'yue-HK'],
    ['zh-cmn-Hans-CN', 'zh-Hans-CN'],
    ['i-LUX', 'lb'],
    ['zh-min-nan', 'nan'],
    ['i-default', 'i-default'],
    ['x-Whatever', 'x-whatever'],
  ])('takes the language %s as %s', (language, canonical) => {
    expect(recipientFieldsSchema.parse({ ...john, language })).toMatchObject({ language: canonical });
  });

  test.each<[Record<string, unknown>, string, RegExp]>([
    [{ language: '_' }, 'language', /BCP 47/u],
    [{ language: 'de__AT' }, 'language', /BCP 47/u],
    [{ language: 'zh-gan-hak-Hans' }, 'language', /BCP 47/u],
    [{ language: 'de-419-DE' }, 'language', /BCP 47/u],
    [{ language: 'en-USA' }, 'language', /BCP 47/u],
    [{ email: undefined }, 'email', /string/u],
    [{ email: 'john' }, 'email', /no e-mail address/u],
    [{ firstName: '' }, 'firstName', /empty/u],
    [{ firstName: 'x'.repeat(201) }, 'firstName', /200 characters/u],
    [{ lastName: '<i>Doe</i>' }, 'lastName', /"<"/u],
    [{ lastName: 'Doe\u202e' }, 'lastName', /writing direction/u],
    [{ lastName: 4711 }, 'lastName', /string/u],
    [{ phoneNumber: '0664 1234567' }, 'phoneNumber', /country code/u],
    [{ language: 'english please' }, 'language', /BCP 47/u],
    [{ language: '' }, 'language', /BCP 47/u],
    [{ mobile: '+43' }, '', /mobile/u],
    [{ certificate: { documentType: 'ID' } }, 'certificate.documentType', /no documented meaning/u],
    [{ certificate: { documentExpiryDate: '31.12.2030' } }, 'certificate.documentExpiryDate', /yyyy-MM-dd/u],
    [{ certificate: { identificationCountry: 'Utopia' } }, 'certificate.identificationCountry', /no country/u],
    [{ certificate: { iban: 'x' } }, 'certificate', /iban/u],
  ])('%j is refused at %s', (members, path, message) => {
    const issues = recipientFieldsSchema.safeParse({ ...john, ...members }).error?.issues ?? [];
    expect(issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }))).toEqual([
      { path, message: expect.stringMatching(message) },
    ]);
  });

  test('has every predefined target as a member of its schema, but the name that is put together', () => {
    for (const target of predefinedTargets.filter((one) => one !== 'recipient.fullName' && !isOfUser(one))) {
      const [group, name] = target.split('.') as ['recipient' | 'certificate', string];
      const { shape } = recipientFieldsSchema;
      const members: object = group === 'recipient' ? shape : shape.certificate.unwrap().shape;
      expect(Object.keys(members)).toContain(name);
    }
  });

  test('is read and updated by target', () => {
    const updated = withUpdates(john, {
      'recipient.lastName': { before: 'Doe', after: 'Roe' },
      'certificate.holderLastName': { before: null, after: 'Roe' },
    });
    expect(updated).toEqual({ ...john, lastName: 'Roe', certificate: { holderLastName: 'Roe' } });
    expect(recipientField(updated, 'certificate.holderLastName')).toBe('Roe');
    expect(recipientField(john, 'certificate.holderLastName')).toBeNull();
    expect(recipientField(john, 'custom.firstName')).toBeNull();
    expect(john).toEqual({ email: 'john@example.com', firstName: 'John', lastName: 'Doe' });
  });
});

describe("a recipient's telephone numbers", () => {
  const own = '+436641111111';
  const otp = '+436642222222';
  const certificate = '+436643333333';
  test.each<[string, Partial<RecipientFields>, string | null, string | null]>([
    ['there is none', {}, null, null],
    ['the own number stands in for both', { phoneNumber: own }, own, own],
    ['another one-time-password number is given', { phoneNumber: own, otpPhoneNumber: otp }, otp, own],
    ['the certificate has its own', { phoneNumber: own, certificate: { phoneNumber: certificate } }, own, certificate],
    ['only the certificate has one', { certificate: { phoneNumber: certificate } }, null, certificate],
  ])('%s', (_, fields, otpPhoneNumber, certificatePhoneNumber) => {
    expect(effectiveRecipient({ ...john, ...fields })).toEqual({ otpPhoneNumber, certificatePhoneNumber });
  });
});

describe('expected values', () => {
  test('come from the request, or from the provider that updated them', () => {
    expect(expectedValues(john, [], { 'recipient.lastName': 'id-austria' })).toEqual({
      'recipient.email': [{ value: 'john@example.com', expectedFrom: 'request' }],
      'recipient.firstName': [{ value: 'John', expectedFrom: 'request' }],
      'recipient.lastName': [{ value: 'Doe', expectedFrom: 'updated by id-austria' }],
    });
  });

  test('that the sender typed stand in place of the field, all of them', () => {
    const expected = expectedValues(john, [
      { field: 'recipient.firstName', expected: 'Jack' },
      { field: 'custom.role', expected: 'admin', operation: 'not-equal' },
      { field: 'custom.role', expected: 'root', operation: 'not-equal' },
    ]);
    expect(expected['recipient.firstName']).toEqual([{ value: 'Jack', expectedFrom: 'sender', operation: 'equal' }]);
    expect(expected['custom.role']).toEqual([
      { value: 'admin', expectedFrom: 'sender', operation: 'not-equal' },
      { value: 'root', expectedFrom: 'sender', operation: 'not-equal' },
    ]);
  });

  test("let the recipient's number stand in for a missing certificate phone number", () => {
    expect(expectedValues({ ...john, phoneNumber: '+436641111111' })['certificate.phoneNumber']).toEqual([
      { value: '+436641111111', expectedFrom: 'request' },
    ]);
  });
});

describe('masked values', () => {
  test.each([
    ['john@example.com', 'j•••@e•••.com'],
    ['a@b.c', 'a•••@b•••.c'],
    ['😀x@mail.example.co.uk', '😀•••@m•••.uk'],
    ['odd', '•••@o•••'],
  ])('%s shows as %s', (address, masked) => {
    expect(maskEmail(address)).toBe(masked);
  });

  test('names and numbers show their ends only', () => {
    expect(maskName('John Michael')).toBe('J•••');
    expect(maskName('')).toBe('•••');
    expect(maskPhoneNumber('+436641234567')).toBe('•••67');
    expect(maskPhoneNumber('+431')).toBe('•••');
  });
});
