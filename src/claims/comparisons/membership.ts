import { jsonTypeOf } from './claim-text.js';
import { type Comparison, matched, mismatched } from './comparison-outcome.js';
import { equals } from './equality.js';

/** More elements than any list of a person's roles, groups or addresses; a bound for what a hostile provider can ask of us. */
const elementLimit = 1000;

/** The claim is an array, and one of its elements equals the expected value. */
export const includes: Comparison = (input) => {
  if (!Array.isArray(input.claim)) {
    const reason = input.claim === null ? 'null_value' : 'wrong_type';
    return mismatched(reason, `The claim is of type ${jsonTypeOf(input.claim)}; an array was expected`);
  }
  const elements: readonly unknown[] = input.claim;
  if (elements.length > elementLimit)
    return mismatched('invalid_value', `The claim has more than ${elementLimit} elements`);
  const outcomes = elements.map((element) => equals({ ...input, claim: element }));
  if (outcomes.some((outcome) => outcome.matched)) return matched('The expected value is an element of the claim');
  const unusable = outcomes.find((outcome) => !outcome.matched && outcome.reason === 'invalid_expected_value');
  return (
    unusable ?? mismatched('not_included', `None of the ${elements.length} elements of the claim is the expected value`)
  );
};

/**
 * The claim equals one of the mapping's allowed values. When the sender expects a value of their own, it must be that one
 * besides.
 */
export const oneOf: Comparison = (input) => {
  const outcomes = (input.oneOf ?? []).map((expected) => equals({ ...input, expected }));
  if (!outcomes.some((outcome) => outcome.matched)) {
    const unreadable = outcomes.find((outcome) => !outcome.matched && !outcome.reason.startsWith('different'));
    return unreadable ?? mismatched('not_one_of', `The claim is none of the ${outcomes.length} allowed values`);
  }
  return input.expected === null ? matched('The claim is one of the allowed values') : equals(input);
};
