import type { Target } from '../target.js';
import { claimText } from './claim-text.js';
import { type Comparison, matched, mismatched } from './comparison-outcome.js';
import { type NameWord, nameWords } from './person-name.js';
import { isAmongNames, isSameName } from './same-letters.js';

/** Nobody's name is longer; what is need not be transliterated to be refused. */
export const nameLimit = 1000;

/** A person has several given names and uses one. Any other name counts only as a whole: Doe is not Doe Smith. */
const oneOfSeveral: Target = 'recipient.firstName';

/**
 * Same name of a person: letter case, diacritics, transliteration (ß and ss, ö and oe), and hyphens, spaces and apostrophes
 * between the same letters disregarded. Of several given names in the claim, the expected ones must be among them, in their
 * order; what the source calls the family name is none of them. Names in another script than Latin are compared in that
 * script, or with Latin ones where a transliteration keeps different names apart.
 */
export const equalsName: Comparison = ({ claim, expected, target, familyNames = [] }) => {
  const read = claimText(claim);
  if (!read.ok) return read.outcome;
  if (read.text.length > nameLimit) return mismatched('invalid_value', 'The claim is longer than a name can be');
  const wanted = nameWords(expected ?? '');
  if (wanted.length === 0) {
    return mismatched('invalid_expected_value', 'The expected value has no letters: it is no name');
  }
  const given = nameWords(read.text);
  if (given.length === 0) return mismatched('invalid_value', 'The claim has no letters: it is no name');
  if (isSameName(given, wanted)) return matched('The claim is the expected name');
  if (target !== oneOfSeveral) return mismatched('different', 'The claim is not the expected name as a whole');
  return isAmongNames(withoutFamilyName(given, familyNames), wanted)
    ? matched('The expected name is among those of the claim')
    : mismatched('different', 'The expected name is not, or not as a whole, among the given names of the claim');
};

/** More words than any family name has; a bound for what a hostile provider can ask of us. */
const familyNameWords = 10;

/** Without the words at one end that are a family name; unchanged where that would leave none. */
function withoutFamilyName(given: readonly NameWord[], familyNames: readonly string[]): readonly NameWord[] {
  const names = familyNames.filter((name) => name.length <= nameLimit).map(nameWords);
  for (const family of names.filter(({ length }) => length > 0)) {
    for (let count = 1; count < given.length && count <= familyNameWords; count += 1) {
      if (isSameName(given.slice(-count), family)) return given.slice(0, -count);
      if (isSameName(given.slice(0, count), family)) return given.slice(count);
    }
  }
  return given;
}
