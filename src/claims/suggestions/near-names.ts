import { editDistance } from '../../json/edit-distance.js';
import { foldCase } from '../comparisons/case-folding.js';

interface NearName {
  readonly name: string;
  readonly because: 'letter_case' | 'spelling';
}

/** The names that were probably meant, likeliest first: other letter case, other word separators, few edits away. */
export function nearNames(name: string, names: readonly string[]): readonly NearName[] {
  const folded = foldCase(name);
  const sameLetters = names.filter((candidate) => candidate !== name && foldCase(candidate) === folded);
  const squashed = squash(name);
  const sameWords = names.filter(
    (candidate) => squash(candidate) === squashed && squashed !== '' && !sameLetters.includes(candidate),
  );
  const tolerance = toleratedEdits(name);
  const close = names
    .map((candidate) => ({ name: candidate, distance: editDistance(folded, foldCase(candidate)) }))
    .filter(({ distance }) => distance > 0 && distance <= tolerance)
    .sort((one, other) => one.distance - other.distance)
    .map((candidate) => candidate.name)
    .filter((candidate) => !sameWords.includes(candidate));
  return [
    ...sameLetters.map((candidate) => ({ name: candidate, because: 'letter_case' as const })),
    ...[...sameWords.filter((candidate) => candidate !== name), ...close].map((candidate) => ({
      name: candidate,
      because: 'spelling' as const,
    })),
  ];
}

/** `given_name`, `givenName` and `given-name` are the same words. */
function squash(name: string): string {
  return foldCase(name).replace(/[\s_-]+/gu, '');
}

/** Between short names a single letter is a whole difference. */
function toleratedEdits(name: string): number {
  if (name.length <= 2) return 0;
  return name.length <= 4 ? 1 : 2;
}
