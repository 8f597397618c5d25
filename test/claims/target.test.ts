import { describe, expect, test } from '@jest/globals';
import {
  isTarget,
  isUpdatable,
  predefinedTargets,
  targetFromFilterId,
  typeOfTarget,
  updatableTargets,
} from '../../src/claims/target.js';

describe('targets', () => {
  test.each([
    ['Email', 'recipient.email'],
    ['FirstName', 'recipient.firstName'],
    ['LastName', 'recipient.lastName'],
    ['PhoneNumber', 'recipient.phoneNumber'],
    ['HolderLastName', 'certificate.holderLastName'],
    ['DocumentType', 'certificate.documentType'],
    ['DocumentNumber', 'certificate.documentNumber'],
    ['DocumentIssuedOn', 'certificate.documentIssuedOn'],
    ['DocumentIssuedBy', 'certificate.documentIssuedBy'],
    ['DocumentExpiryDate', 'certificate.documentExpiryDate'],
    ['DocumentIssuingCountry', 'certificate.documentIssuingCountry'],
    ['IdentificationCountry', 'certificate.identificationCountry'],
    ['IdentificationType', 'certificate.identificationType'],
    ['IdentificationNumber', 'certificate.identificationNumber'],
    ['CountryOfResidence', 'certificate.countryOfResidence'],
    ['holderLastName', 'certificate.holderLastName'],
    ['documentNumber', 'certificate.documentNumber'],
    ['countryOfResidence', 'certificate.countryOfResidence'],
    ['phoneNumber', 'custom.phoneNumber'],
    ['recipient.email', 'recipient.email'],
    ['certificate.phoneNumber', 'certificate.phoneNumber'],
    ['custom.employeeNumber', 'custom.employeeNumber'],
    ['employeeNumber', 'custom.employeeNumber'],
    ['5f3c', 'custom.5f3c'],
    ['email', 'custom.email'],
    ['DisplayName', 'custom.DisplayName'],
    ['constructor', 'custom.constructor'],
  ])('FilterId %s names %s', (id, target) => {
    expect(targetFromFilterId(id)).toBe(target);
  });

  test('all but e-mail and custom fields can be updated', () => {
    expect(predefinedTargets.filter((target) => !isUpdatable(target))).toEqual([
      'recipient.fullName',
      'recipient.email',
      'user.email',
    ]);
    expect(updatableTargets).toHaveLength(predefinedTargets.length - 3);
    expect(isUpdatable('custom.x')).toBe(false);
  });

  test.each([
    '',
    'recipient',
    'recipient.',
    'recipient.language',
    'custom',
    'custom.',
    'custom. x',
    'custom.x ',
    'custom.a\u0000',
    `custom.${'x'.repeat(101)}`,
    'toString',
    '__proto__',
  ])('%j is none', (text) => {
    expect(isTarget(text)).toBe(false);
  });

  test('a custom field is text', () => {
    expect(isTarget('custom.employeeNumber')).toBe(true);
    expect(typeOfTarget('custom.employeeNumber')).toBe('text');
  });
});
