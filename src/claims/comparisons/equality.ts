import { type Normalised, normalForm } from '../normal-form.js';
import { normaliseDate } from '../normal-forms/date.js';
import { typeOfTarget, type ValueType } from '../target.js';
import { foldAsciiCase, foldCase } from './case-folding.js';
import { claimText } from './claim-text.js';
import {
  type Comparison,
  type ComparisonInput,
  type ComparisonOutcome,
  matched,
  mismatched,
} from './comparison-outcome.js';

const names: Readonly<Record<ValueType, string>> = {
  text: 'text',
  address: 'e-mail address',
  phone: 'telephone number',
  date: 'date',
  country: 'country',
  document_type: 'document type',
  identification_type: 'identification type',
};

/** Both sides as they are compared, or the outcome that ends the comparison. */
type Sides =
  | { readonly ok: true; readonly claim: string; readonly expected: string }
  | { readonly ok: false; readonly outcome: ComparisonOutcome };

/** Same value: text after NFC and trimming, anything else in the normal form of the target. */
export const equals: Comparison = (input) => equalsAs(typeOfTarget(input.target), input);

/** Same e-mail address, telephone number, date or country, whatever the target is. */
export const equalsAddress: Comparison = (input) => equalsAs('address', input);
export const equalsPhone: Comparison = (input) => equalsAs('phone', input);
export const equalsDate: Comparison = (input) => equalsAs('date', input);
export const equalsCountry: Comparison = (input) => equalsAs('country', input);

export const equalsIgnoringCase: Comparison = (input) => {
  const type = typeOfTarget(input.target);
  const sides = bothSides(type, input);
  if (!sides.ok) return sides.outcome;
  return fold(type, sides.claim) === fold(type, sides.expected)
    ? matched(`The claim and the expected ${names[type]} are the same but for letter case`)
    : mismatched('different', `The claim is not the expected ${names[type]}, letter case ignored`);
};

/** The opposite of `equals` for values that can be compared; what cannot be compared is not different, but mismatched. */
export const notEquals: Comparison = (input) => {
  const type = typeOfTarget(input.target);
  const sides = bothSides(type, input);
  if (!sides.ok) return sides.outcome;
  return sides.claim === sides.expected
    ? mismatched('equal', `The claim is the ${names[type]} that it must not be`)
    : matched(`The claim is another ${names[type]} than the one it must not be`);
};

function equalsAs(type: ValueType, input: ComparisonInput): ComparisonOutcome {
  const sides = bothSides(type, input);
  if (!sides.ok) return sides.outcome;
  const name = names[type];
  if (sides.claim === sides.expected) return matched(`The claim is the expected ${name}`);
  return fold(type, sides.claim) === fold(type, sides.expected)
    ? mismatched('different_case', `The claim differs from the expected ${name} in letter case only`)
    : mismatched('different', `The claim is not the expected ${name}`);
}

function bothSides(type: ValueType, { claim, expected, format }: ComparisonInput): Sides {
  const isEpoch = type === 'date' && typeof claim === 'number' && (format?.startsWith('epoch-') ?? false);
  const read = claimText(isEpoch ? String(claim) : claim);
  if (!read.ok) return read;
  const ours = normalised(type, expected ?? '');
  // A sender may write a date as the RFC does, or as the provider does.
  const expectedSide = ours.ok || type !== 'date' ? ours : normalised(type, expected ?? '', format);
  if (!expectedSide.ok) {
    return { ok: false, outcome: mismatched('invalid_expected_value', `The expected value ${expectedSide.problem}`) };
  }
  const theirs = normalised(type, read.text, format);
  if (!theirs.ok) return { ok: false, outcome: mismatched('invalid_value', `The claim ${theirs.problem}`) };
  return { ok: true, claim: theirs.value, expected: expectedSide.value };
}

/** Text is compared as it is, not refused for its length or characters: only what is written to a target has to fit it. */
function normalised(type: ValueType, text: string, format?: string): Normalised {
  if (type === 'text') return { ok: true, value: text.normalize('NFC').trim() };
  return type === 'date' ? normaliseDate(text, format) : normalForm(type, text);
}

function fold(type: ValueType, value: string): string {
  return type === 'address' ? foldAsciiCase(value) : foldCase(value);
}
