import { type ComparisonOutcome, compare, compareForDifference } from './comparison.js';
import { comparisonHint } from './comparison-hint.js';
import { emailVerification } from './email-verified.js';
import type { ExpectedValue, ExpectedValues } from './expected-values.js';
import { pathOf, type ValidateMapping } from './field-mapping.js';
import { type Judged, judgeAbsent, judgeMissing, readMapped, type SourcedMapping, verdictOf } from './mapped-claim.js';
import type { ClaimReading } from './read-claim.js';
import type { SourcedClaims } from './sourced-claims.js';
import { typeOfTarget } from './target.js';
import type { MismatchReason } from './verdict.js';

export interface ValidationContext {
  readonly sources: readonly SourcedClaims[];
  readonly expected: ExpectedValues;
  /** Name of the provider whose claims are judged; unknown: every updated value counts as another provider's. */
  readonly provider?: string | undefined;
}

/** Judges one `validate` mapping. */
export function judgeValidation(sourced: SourcedMapping<ValidateMapping>, context: ValidationContext): Judged {
  const { mapping } = sourced;
  const reading = readMapped(sourced, context.sources);
  if (reading.outcome === 'missing' || reading.outcome === 'source_missing') return judgeAbsent(sourced, reading);

  const expected = valuesToCompare(mapping, context.expected);
  if (expected.length === 0) {
    return judgeMissing(
      sourced,
      'no_expected_value',
      `There is no value of ${mapping.target} to compare the claim with`,
    );
  }
  if (reading.outcome === 'ambiguous' && mapping.compare !== 'includes') {
    return mismatch(sourced, 'ambiguous', `The path finds ${reading.count} values; one was expected`, expected[0]);
  }
  const claim = claimOf(mapping, reading);
  let detail = '';
  for (const value of expected) {
    const outcome = compareWith(claim, value, mapping, context.provider);
    if (!outcome.matched) return mismatch(sourced, outcome.reason, outcome.detail, value);
    detail = outcome.detail;
  }
  return judgeVerifiedEmail(sourced, context.sources, expected[0], detail);
}

/** What the claim must match: everything expected of the target. `one-of` has its own values and takes only the sender's besides. */
function valuesToCompare(
  { target, compare: name }: ValidateMapping,
  expected: ExpectedValues,
): readonly (ExpectedValue | null)[] {
  const values = (expected[target] ?? []).filter(({ value }) => value.trim() !== '');
  if (name !== 'one-of') return values;
  const fromSender = values.filter(({ expectedFrom }) => expectedFrom === 'sender');
  return fromSender.length === 0 ? [null] : fromSender;
}

/** For `includes`, the values that a JSONPath finds are an array, also when it is one value or none that is an array itself. */
function claimOf(mapping: ValidateMapping, reading: Exclude<ClaimReading, { outcome: 'missing' }>): unknown {
  if (reading.outcome === 'ambiguous') return reading.values;
  const { value } = reading;
  const path = pathOf(mapping);
  const findsMany = path.kind === 'jsonpath' && path.segments === null;
  return mapping.compare === 'includes' && findsMany && !Array.isArray(value) ? [value] : value;
}

function compareWith(
  claim: unknown,
  expected: ExpectedValue | null,
  { target, compare: name, format, oneOf, acceptUpdated }: ValidateMapping,
  provider: string | undefined,
): ComparisonOutcome {
  const input = { claim, expected: expected?.value ?? null, target, format, oneOf };
  if (expected === null) return compare(name, input);
  const { expectedFrom } = expected;
  if (expectedFrom.startsWith('updated by ') && expectedFrom !== `updated by ${provider ?? ''}` && !acceptUpdated) {
    const detail = 'Another provider has updated the value to compare with, and the mapping does not say acceptUpdated';
    return { matched: false, reason: 'expected_value_was_updated', detail };
  }
  if (expected.operation === 'not-equal') return compareForDifference(name, input);
  const outcome = compare(name, input);
  return outcome.matched ? outcome : { ...outcome, detail: outcome.detail + comparisonHint(name, input) };
}

function judgeVerifiedEmail(
  sourced: SourcedMapping<ValidateMapping>,
  sources: readonly SourcedClaims[],
  expected: ExpectedValue | null | undefined,
  detail: string,
): Judged {
  const { source, mapping } = sourced;
  const isEmail = typeOfTarget(mapping.target) === 'address' || mapping.compare === 'email';
  const claims = sources.find((candidate) => candidate.source === source)?.claims;
  const verification = isEmail ? emailVerification(pathOf(mapping), claims) : 'verified';
  if (verification === 'unverified') {
    return mismatch(
      sourced,
      'email_unverified',
      'The provider says with email_verified that the address is not verified',
      expected,
    );
  }
  const verdict = verdictOf(sourced, { result: 'matched', detail, ...originOf(expected), fails: false });
  if (verification === 'verified') return { verdict, warnings: [] };
  const warning = 'The provider does not say with email_verified whether the address is verified';
  return {
    verdict,
    warnings: [{ code: 'email_verified_absent', source, path: mapping.path, target: mapping.target, detail: warning }],
  };
}

function mismatch(
  sourced: SourcedMapping,
  reason: MismatchReason,
  detail: string,
  expected: ExpectedValue | null | undefined,
): Judged {
  return {
    verdict: verdictOf(sourced, { result: 'mismatched', reason, detail, ...originOf(expected), fails: true }),
    warnings: [],
  };
}

function originOf(expected: ExpectedValue | null | undefined) {
  return expected === null || expected === undefined ? {} : { expectedFrom: expected.expectedFrom };
}
