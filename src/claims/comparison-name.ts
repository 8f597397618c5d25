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
