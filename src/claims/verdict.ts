import type { ComparisonName } from './comparison-name.js';
import type { ExpectedFrom } from './expected-values.js';
import type { FieldUpdates } from './field-updates.js';
import type { MismatchReason } from './mismatch-reason.js';
import type { ClaimsSource } from './sourced-claims.js';
import type { Target } from './target.js';
import type { Treatment } from './treatment.js';

/**
 * - `matched`, `mismatched`: a comparison was made. A value that may not be written to its target is `mismatched` too.
 * - `updated`, `unchanged`: an update was accepted and changes its target, or gives the value that stands there already.
 * - `missing`: the claim, or the value to compare it with, is absent.
 * - `skipped`: the mapping was left out, because it says so (`whenMissing: skip`) or because the login fails anyway.
 */
type VerdictResult = 'matched' | 'mismatched' | 'updated' | 'unchanged' | 'missing' | 'skipped';

export type VerdictReason =
  | MismatchReason
  /** The claim path finds nothing. */
  | 'path_missing'
  /** The source was not fetched, e.g. an optional resource that failed. */
  | 'source_missing'
  /** There is nothing to compare with. */
  | 'no_expected_value'
  /** `full-name`: the recipient lacks a first or a last name. */
  | 'missing_expected'
  /** Not updated, because a validation fails. */
  | 'validation_failed'
  /** Not updated, because another update cannot be made. */
  | 'update_failed';

/** The result of one mapping for one login. Holds no claim value and no expected value. */
export interface Verdict {
  readonly source: ClaimsSource;
  /** The claim path, as configured; of several, all, with ` + ` between them. */
  readonly path: string;
  /** The claim paths of a mapping with `paths`. */
  readonly paths?: readonly string[];
  readonly action: 'validate' | 'update';
  readonly target: Target;
  /** Which comparison was used; absent for updates. */
  readonly compare?: ComparisonName;
  readonly result: VerdictResult;
  readonly reason?: VerdictReason;
  /** One sentence for admins and auditors: what was seen and what was expected, in kinds, never in values. */
  readonly detail: string;
  readonly expectedFrom?: ExpectedFrom;
  /** JSON types of what the paths found, in their order; only where the mapping prepares, or has several paths. */
  readonly read?: Treatment['read'];
  /** What was done to the value before it was judged; only where the mapping prepares. */
  readonly prepared?: Treatment['prepared'];
  /** Whether this verdict fails the authentication. `missing` with `whenMissing: warn` does not. */
  readonly fails: boolean;
}

/** Something that did not fail the login, but that an admin should know. */
export interface ClaimsWarning {
  readonly code: 'email_verified_absent' | 'phone_number_verified_absent' | 'claim_missing' | 'expected_value_missing';
  readonly source: ClaimsSource;
  readonly path: string;
  readonly target: Target;
  readonly detail: string;
}

/** Codes of the error catalogue that a failing judgement maps to. */
export type MappingFailureCode =
  | 'mapping.mismatched'
  | 'mapping.path_missing'
  | 'mapping.no_expected_value'
  | 'mapping.updates_conflict';

export interface Judgement {
  /** One per mapping, in the order of the mappings. */
  readonly verdicts: readonly Verdict[];
  readonly warnings: readonly ClaimsWarning[];
  readonly failed: boolean;
  /** The code of the gravest verdict, in the order of `MappingFailureCode`; null unless `failed`. */
  readonly failureCode: MappingFailureCode | null;
  /** Fields whose value changes. Empty when `failed`: updates are applied all or none. */
  readonly updates: FieldUpdates;
}
