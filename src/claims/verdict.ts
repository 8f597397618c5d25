import type { ComparisonName } from './comparison-name.js';
import type { Treatment } from './mapped-reading.js';
import type { ClaimsSource } from './sourced-claims.js';
import type { Target, UpdatableTarget } from './target.js';

/**
 * - `matched`, `mismatched`: a comparison was made. A value that may not be written to its target is `mismatched` too.
 * - `updated`, `unchanged`: an update was accepted and changes its target, or gives the value that stands there already.
 * - `missing`: the claim, or the value to compare it with, is absent.
 * - `skipped`: the mapping was left out, because it says so (`whenMissing: skip`) or because the login fails anyway.
 */
type VerdictResult = 'matched' | 'mismatched' | 'updated' | 'unchanged' | 'missing' | 'skipped';

/** Why a comparison says no. Public API: never renamed. */
export type MismatchReason =
  /** The values differ, compared as `compare` says. */
  | 'different'
  /** They differ in nothing but letter case. */
  | 'different_case'
  /** `not-equals`: the values are equal. */
  | 'equal'
  /** `includes`: no element of the array is the expected value. */
  | 'not_included'
  /** `one-of`: the claim is none of the allowed values. */
  | 'not_one_of'
  /** The claim is of another JSON type than the comparison or the target takes. */
  | 'wrong_type'
  /** The claim is JSON null. Present, but no value: for an update it counts as not returned (OpenID Connect Core §5.3.2). */
  | 'null_value'
  /** The claim is empty text, or nothing but white space. For an update it counts as not returned. */
  | 'empty_value'
  /** The claim cannot be read as, or may not be written to, what its target is. */
  | 'invalid_value'
  /** The value to compare with cannot be read as what the comparison needs. */
  | 'invalid_expected_value'
  /** The path finds several values. */
  | 'ambiguous'
  /** A source says with `email_verified` that the address is not verified. */
  | 'email_unverified'
  /** A source says with `phone_number_verified` that the telephone number is not verified. */
  | 'phone_unverified'
  /** The value to compare with came from another provider, and the mapping lacks `acceptUpdated`. */
  | 'expected_value_was_updated'
  /** Another update mapping gives the same target another value. */
  | 'conflicting_updates';

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

/** Where an expected value came from. */
export type ExpectedFrom = 'request' | 'sender' | `updated by ${string}`;

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

export interface FieldUpdate {
  /** null when the field had no value. */
  readonly before: string | null;
  /** In the target's normal form. */
  readonly after: string;
}

export type FieldUpdates = Readonly<Partial<Record<UpdatableTarget, FieldUpdate>>>;

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
