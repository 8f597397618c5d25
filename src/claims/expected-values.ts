import { type RecipientFields, recipientField } from './recipient-fields.js';
import { predefinedTargets, type Target } from './target.js';

/** Where an expected value came from. */
export type ExpectedFrom = 'request' | 'sender' | `updated by ${string}`;

/** What a claim is compared with. */
export interface ExpectedValue {
  /** As given; brought to the target's normal form when compared. Blank text counts as no value. */
  readonly value: string;
  readonly expectedFrom: ExpectedFrom;
  /** `NotEqual` of an envelope's filter turns the mapping's comparison round. Default `equal`. */
  readonly operation?: 'equal' | 'not-equal';
}

/** Per target, every value to compare with. All must hold: a check that was asked for is never dropped for another. */
export type ExpectedValues = Readonly<Partial<Record<Target, readonly ExpectedValue[]>>>;

/** A check that the sender asked for when creating the authentication. */
export interface SenderValidation {
  readonly field: Target;
  readonly expected: string;
  readonly operation?: 'equal' | 'not-equal';
}

/**
 * Gathers what one provider's claims are compared with. Values that the sender typed for this provider stand in place of
 * the recipient's own field.
 *
 * @param recipient the recipient as it stands, earlier updates applied
 * @param validations the sender's, for the provider in question
 * @param updatedBy the name of the provider that last updated a field of the recipient
 */
export function expectedValues(
  recipient: RecipientFields,
  validations: readonly SenderValidation[] = [],
  updatedBy: Readonly<Partial<Record<Target, string>>> = {},
): ExpectedValues {
  const expected: Partial<Record<Target, readonly ExpectedValue[]>> = {};
  for (const target of predefinedTargets) {
    const value = recipientField(recipient, target);
    if (value === null) continue;
    const provider = updatedBy[target];
    expected[target] = [{ value, expectedFrom: provider === undefined ? 'request' : `updated by ${provider}` }];
  }
  // The recipient's number stands in for a missing certificate phone number.
  const phoneNumber = expected['recipient.phoneNumber'];
  if (phoneNumber !== undefined) expected['certificate.phoneNumber'] ??= phoneNumber;
  for (const target of new Set(validations.map(({ field }) => field))) {
    expected[target] = validations
      .filter(({ field }) => field === target)
      .map(({ expected: value, operation = 'equal' }) => ({ value, expectedFrom: 'sender', operation }));
  }
  return expected;
}
