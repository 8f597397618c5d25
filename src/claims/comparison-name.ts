/** The closed list of comparisons that a `validate` mapping can ask for. What each means stands in comparison.ts. */
export const comparisonNames = [
  'equals',
  'equals-ignoring-case',
  'name',
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

/** Those that could have been meant where another one was chosen: they compare one claim with one expected value and ask for likeness. */
export const likenessComparisons: readonly ComparisonName[] = comparisonNames.filter(
  (name) => name !== 'equals' && name !== 'one-of' && name !== 'not-equals',
);
