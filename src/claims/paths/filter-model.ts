export type Literal = string | number | boolean | null;

/** What a filter can compare with. */
export const operators = ['==', '!=', '<=', '>=', '<', '>'] as const;
export type FilterOperator = (typeof operators)[number];

/** What a filter asks of each candidate: comparisons of its members with literals, joined by && and ||. */
export type PathFilter = FilterComparison | { readonly kind: 'and' | 'or'; readonly operands: readonly PathFilter[] };

export interface FilterComparison {
  readonly kind: 'comparison';
  /** Names from the candidate down. */
  readonly member: readonly string[];
  readonly operator: FilterOperator;
  readonly literal: Literal;
}
