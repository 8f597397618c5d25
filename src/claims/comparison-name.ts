/** The closed list of comparisons that a `validate` mapping can ask for. What each means stands in comparison.ts. */
export const comparisonNames = [
  'equals',
  'equals-ignoring-case',
  'name',
  'full-name',
  'email',
  'phone',
  'date',
  'country',
  'boolean',
  'includes',
  'one-of',
  'not-equals',
] as const;

export type ComparisonName = (typeof comparisonNames)[number];

/** They compare one claim with one expected value and ask for likeness. */
const likenessComparisons: readonly ComparisonName[] = comparisonNames.filter(
  (name) => name !== 'equals' && name !== 'full-name' && name !== 'one-of' && name !== 'not-equals',
);

/**
 * Those that could have been meant where another one was chosen. `name` forgives so much that it is offered only in place of
 * other comparisons of text: of two e-mail addresses that are one to it, one can be a stranger's.
 */
export function alternativesTo(used: ComparisonName): readonly ComparisonName[] {
  const comparesText = used === 'equals' || used === 'equals-ignoring-case';
  return likenessComparisons.filter((name) => name !== used && (name !== 'name' || comparesText));
}
