import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { maskRecipient } from '../../src/pages/masking.js';

describe('a masked recipient', () => {
  it.each([
    [{ firstName: 'John', lastName: 'Doe', email: 'john@example.com' }, 'J••• D•••'],
    [{ firstName: null, lastName: 'Doe', email: 'john@example.com' }, 'D•••'],
    [{ firstName: ' ', lastName: '', email: 'john@example.com' }, null],
    [{ email: 'john@example.com' }, null],
  ])('of %j is shown as %j', (recipient, name) => {
    expect(maskRecipient(recipient)).toEqual({ name, email: 'j•••@e•••.com' });
  });

  it('gives away neither a name nor the length of one', () => {
    const name = fc.stringMatching(/^[A-Z][a-z]{1,30}$/);
    fc.assert(
      fc.property(name, name, (firstName, lastName) => {
        const masked = maskRecipient({ firstName, lastName, email: 'john@example.com' }).name!;
        expect(masked).toHaveLength('J••• D•••'.length);
        expect(masked).not.toContain(firstName);
      }),
    );
  });
});
