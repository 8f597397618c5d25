import { claimText } from './claim-text.js';
import { type Comparison, matched, mismatched } from './comparison-outcome.js';
import { nameLimit } from './name.js';
import { type NameWord, nameWords } from './person-name.js';
import { isSameName } from './same-letters.js';

const commas = /[,，،、]/u;
const hyphens = /\s*\p{Pd}+\s*/gu;

/**
 * The claim is first and last name of the recipient together, in either order: somewhere between two of its words, at the comma
 * where there is one, ends one of the two names and begins the other, and each is the same as for `name`, as a whole. No word
 * is left over on either side.
 */
export const equalsFullName: Comparison = ({ claim, fullName }) => {
  const read = claimText(claim);
  if (!read.ok) return read.outcome;
  if (read.text.length > nameLimit) return mismatched('invalid_value', 'The claim is longer than a name can be');
  const first = nameWords(fullName?.firstName ?? '');
  const last = nameWords(fullName?.lastName ?? '');
  if (first.length === 0 || last.length === 0) {
    return mismatched('invalid_expected_value', 'The expected value has no letters in its first or last name');
  }
  const pieces = piecesOf(read.text);
  if (pieces.length === 0) return mismatched('invalid_value', 'The claim has no letters: it is no name');
  const isWhole = pieces.slice(1).some((_, index) => {
    const before = pieces.slice(0, index + 1).flat();
    const after = pieces.slice(index + 1).flat();
    return (
      (isSameName(before, first) && isSameName(after, last)) || (isSameName(before, last) && isSameName(after, first))
    );
  });
  return isWhole
    ? matched('The claim is the expected first and last name')
    : mismatched('different', 'The claim is not the expected first and last name, all words of both needed');
};

/** What the border between the two names may stand between: what commas separate, or else the words. */
function piecesOf(text: string): readonly (readonly NameWord[])[] {
  const named = (parts: readonly string[]) => parts.map(nameWords).filter((words) => words.length > 0);
  const separated = named(text.split(commas));
  return separated.length > 1 ? separated : named(text.replace(commas, ' ').replace(hyphens, '-').split(/\s+/u));
}
