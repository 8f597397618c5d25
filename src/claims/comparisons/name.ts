import type { Target } from '../target.js';
import { claimText } from './claim-text.js';
import { type Comparison, matched, mismatched } from './outcome.js';
import { isSamePart, nameParts } from './person-name.js';

/** Nobody's name is longer; what is need not be transliterated to be refused. */
const nameLimit = 1000;

/** A person has several given names and uses one; a last name counts only as a whole (Doe is not Doe-Smith). */
const comparedAsAWhole: ReadonlySet<Target> = new Set(['recipient.lastName', 'certificate.holderLastName']);

/**
 * Same name of a person, letter case, diacritics, transliteration (ß and ss, ö and oe), apostrophes, and hyphen or space
 * disregarded. Of several given names in the claim, the expected ones must be among them, in their order. Names in another
 * script than Latin are compared in that script, or with Latin ones where a transliteration keeps different names apart.
 */
export const equalsName: Comparison = ({ claim, expected, target }) => {
  const read = claimText(claim);
  if (!read.ok) return read.outcome;
  if (read.text.length > nameLimit) return mismatched('invalid_value', 'The claim is longer than a name can be');
  const wanted = expected ?? '';
  if (nameParts(wanted, 'joins').length === 0) {
    return mismatched('invalid_expected_value', 'The expected value has no letters: it is no name');
  }
  if (nameParts(read.text, 'joins').length === 0) {
    return mismatched('invalid_value', 'The claim has no letters: it is no name');
  }
  if (isWholeName(read.text, wanted)) return matched('The claim is the expected name');
  if (comparedAsAWhole.has(target)) return mismatched('different', 'The claim is not the expected name as a whole');
  return isAmong(read.text, wanted)
    ? matched('The expected name is among those of the claim')
    : mismatched('different', 'The expected name is not, or not as a whole, among those of the claim');
};

function isWholeName(claim: string, expected: string): boolean {
  return (['joins', 'separates'] as const).some((apostrophe) => {
    const given = nameParts(claim, apostrophe);
    const wanted = nameParts(expected, apostrophe);
    return (
      given.length === wanted.length &&
      wanted.every((part, index) => given[index] !== undefined && isSamePart(given[index], part))
    );
  });
}

function isAmong(claim: string, expected: string): boolean {
  const given = nameParts(claim, 'joins');
  let from = 0;
  for (const part of nameParts(expected, 'joins')) {
    const found = given.findIndex((candidate, index) => index >= from && isSamePart(candidate, part));
    if (found < 0) return false;
    from = found + 1;
  }
  return true;
}
