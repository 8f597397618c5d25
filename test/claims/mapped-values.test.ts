import { describe, expect, test } from '@jest/globals';
import { fieldMappingSchema } from '../../src/claims/field-mapping.js';
import { mappedValues } from '../../src/claims/mapped-values.js';

const mapping = (path: string) => fieldMappingSchema.parse({ path, action: 'validate', target: 'recipient.firstName' });

describe('what mappings read of a document', () => {
  const claims = {
    person: { given_name: 'John', secret: 'not mapped' },
    mails: [{ address: 'a' }, { address: 'b' }],
    nothing: null,
    other: 'not mapped',
  };

  test('is kept by claim path, and nothing else', () => {
    const mappings = [
      mapping('person.given_name'),
      mapping('nothing'),
      mapping('absent'),
      mapping('$.mails[*].address'),
    ];
    expect(mappedValues(mappings, claims)).toEqual({
      'person.given_name': 'John',
      nothing: null,
      '$.mails[*].address': ['a', 'b'],
    });
  });

  test('is nothing where there are no mappings', () => {
    expect(mappedValues([], claims)).toEqual({});
  });
});
