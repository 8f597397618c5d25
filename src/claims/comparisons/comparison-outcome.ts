import type { FullName } from '../expected-full-names.js';
import type { MismatchReason } from '../mismatch-reason.js';
import type { Target } from '../target.js';

/** What a comparison is given. */
export interface ComparisonInput {
  /** The claim as read: any JSON value. */
  readonly claim: unknown;
  /** Never blank. null only where a comparison does without: `one-of`. */
  readonly expected: string | null;
  readonly target: Target;
  /** How the claim writes a date; see date-format.ts. */
  readonly format?: string | undefined;
  /** The allowed values of `one-of`. */
  readonly oneOf?: readonly string[] | undefined;
  /** For `full-name`, in place of `expected`. */
  readonly fullName?: FullName | undefined;
  /** What the source itself calls the person's family name; no given name for `name`. Untrusted. */
  readonly familyNames?: readonly string[] | undefined;
}

export interface Mismatch {
  readonly matched: false;
  readonly reason: MismatchReason;
  readonly detail: string;
}

/** `detail` says in one sentence what was seen and expected; it never holds a value. */
export type ComparisonOutcome = { readonly matched: true; readonly detail: string } | Mismatch;

export type Comparison = (input: ComparisonInput) => ComparisonOutcome;

export const matched = (detail: string): ComparisonOutcome => ({ matched: true, detail });
export const mismatched = (reason: MismatchReason, detail: string): Mismatch => ({
  matched: false,
  reason,
  detail,
});
