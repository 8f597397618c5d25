import type { ComparisonName } from './comparison-name.js';
import { equalsBoolean } from './comparisons/boolean.js';
import {
  type Comparison,
  type ComparisonInput,
  type ComparisonOutcome,
  matched,
  mismatched,
} from './comparisons/comparison-outcome.js';
import {
  equals,
  equalsAddress,
  equalsCountry,
  equalsDate,
  equalsIgnoringCase,
  equalsPhone,
  notEquals,
} from './comparisons/equality.js';
import { equalsFullName } from './comparisons/full-name.js';
import { includes, oneOf } from './comparisons/membership.js';
import { equalsName } from './comparisons/name.js';
import type { MismatchReason } from './mismatch-reason.js';

export { type ComparisonName, comparisonNames } from './comparison-name.js';
export type { ComparisonInput, ComparisonOutcome } from './comparisons/comparison-outcome.js';

const comparisons: Readonly<Record<ComparisonName, Comparison>> = {
  equals,
  'equals-ignoring-case': equalsIgnoringCase,
  name: equalsName,
  'full-name': equalsFullName,
  email: equalsAddress,
  phone: equalsPhone,
  date: equalsDate,
  country: equalsCountry,
  boolean: equalsBoolean,
  includes,
  'one-of': oneOf,
  'not-equals': notEquals,
};

/** Compares a claim with an expected value. Pure; never throws, whatever the claim. */
export function compare(name: ComparisonName, input: ComparisonInput): ComparisonOutcome {
  return comparisons[name](input);
}

/** Reasons that mean: both sides were read, and they are not the same. */
const differences: ReadonlySet<MismatchReason> = new Set(['different', 'different_case', 'not_included']);

/**
 * Compares for a sender who expects another value (`NotEqual`). Only values that were compared and differ match: one that
 * cannot be read proves nothing.
 */
export function compareForDifference(name: ComparisonName, input: ComparisonInput): ComparisonOutcome {
  if (name === 'not-equals') return compare(name, input);
  if (name === 'one-of') {
    const allowed = compare(name, { ...input, expected: null });
    return allowed.matched ? compare('not-equals', input) : allowed;
  }
  const outcome = compare(name, input);
  if (outcome.matched) return mismatched('equal', 'The claim is the value that the sender does not want');
  return differences.has(outcome.reason)
    ? matched('The claim is not the value that the sender does not want')
    : outcome;
}
