import { unverifiedDetail, type VerifiableType, type Verification, verificationOf } from './companion-flag.js';
import { type ComparisonOutcome, compare, compareForDifference } from './comparison.js';
import { comparisonHint } from './comparison-hint.js';
import { type ExpectedFullName, expectedFullNames } from './expected-full-names.js';
import type { ExpectedValue, ExpectedValues } from './expected-values.js';
import type { ValidateMapping } from './field-mapping.js';
import { familyNamesBeside } from './holders.js';
import {
  type Judged,
  judgeAbsent,
  judgeMissing,
  type MappedReading,
  readMapped,
  type SourcedMapping,
  surroundingsOf,
  verdictOf,
  withTreatment,
} from './mapped-claim.js';
import type { MismatchReason } from './mismatch-reason.js';
import type { SourcedClaims } from './sourced-claims.js';
import { typeOfTarget } from './target.js';

interface ValidationContext {
  readonly sources: readonly SourcedClaims[];
  readonly expected: ExpectedValues;
  /** Name of the provider whose claims are judged; unknown: every updated value counts as another provider's. */
  readonly provider?: string | undefined;
}

/** Judges one `validate` mapping. */
export function judgeValidation(sourced: SourcedMapping<ValidateMapping>, context: ValidationContext): Judged {
  const reading = readMapped(sourced, context.sources);
  return withTreatment(judgeReading(sourced, reading, context), reading.treatment);
}

function judgeReading(
  sourced: SourcedMapping<ValidateMapping>,
  reading: MappedReading,
  context: ValidationContext,
): Judged {
  const { mapping } = sourced;
  if (reading.outcome === 'missing' || reading.outcome === 'source_missing') return judgeAbsent(sourced, reading);

  const expected = valuesToCompare(mapping, context.expected);
  if (expected.length === 0) return judgeWithoutExpected(sourced);
  if (reading.outcome === 'unusable') return mismatch(sourced, reading.reason, reading.detail, expected[0]);
  if (reading.outcome === 'ambiguous' && mapping.compare !== 'includes') {
    return mismatch(sourced, 'ambiguous', `The path finds ${reading.count} values; one was expected`, expected[0]);
  }
  const claim = claimOf(mapping, reading);
  const verification = verificationOfMapped(sourced, context.sources, claim, expected[0]);
  let detail = '';
  for (const value of expected) {
    const outcome = compareWith(sourced, claim, value, { ...context, isHinting: verification?.says !== 'unverified' });
    if (!outcome.matched) return mismatch(sourced, outcome.reason, outcome.detail, value);
    detail = outcome.detail;
  }
  return judgeVerification(sourced, verification, expected[0], detail);
}

/** What the claim must match: everything expected of the target. `one-of` has its own values and takes only the sender's besides. */
function valuesToCompare(
  { target, compare: name }: ValidateMapping,
  expected: ExpectedValues,
): readonly (ExpectedValue | ExpectedFullName | null)[] {
  if (target === 'recipient.fullName') return expectedFullNames(expected);
  const values = (expected[target] ?? []).filter(({ value }) => value.trim() !== '');
  if (name !== 'one-of') return values;
  const fromSender = values.filter(({ expectedFrom }) => expectedFrom === 'sender');
  return fromSender.length === 0 ? [null] : fromSender;
}

function judgeWithoutExpected(sourced: SourcedMapping<ValidateMapping>): Judged {
  const { target } = sourced.mapping;
  return target === 'recipient.fullName'
    ? judgeMissing(sourced, 'missing_expected', 'The recipient lacks a first or a last name to compare the claim with')
    : judgeMissing(sourced, 'no_expected_value', `There is no value of ${target} to compare the claim with`);
}

/** For `includes`, the values that a JSONPath finds are an array, also when it is one value or none that is an array itself. */
function claimOf(
  mapping: ValidateMapping,
  reading: Extract<MappedReading, { outcome: 'found' | 'ambiguous' }>,
): unknown {
  if (reading.outcome === 'ambiguous') return reading.values;
  const { value, isOneOfMany } = reading;
  return mapping.compare === 'includes' && isOneOfMany && !Array.isArray(value) ? [value] : value;
}

function compareWith(
  sourced: SourcedMapping<ValidateMapping>,
  claim: unknown,
  expected: ExpectedValue | ExpectedFullName | null,
  { sources, provider, isHinting }: ValidationContext & { readonly isHinting: boolean },
): ComparisonOutcome {
  const { target, compare: name, format, oneOf, acceptUpdated } = sourced.mapping;
  const familyNames = name === 'name' ? familyNamesBeside(surroundingsOf(sourced, sources).holders) : [];
  const fullName = expected !== null && 'fullName' in expected ? expected.fullName : undefined;
  const input = { claim, expected: expected?.value ?? null, fullName, target, format, oneOf, familyNames };
  if (expected === null) return compare(name, input);
  const origins = 'origins' in expected ? expected.origins : [expected.expectedFrom];
  const own = `updated by ${provider ?? ''}`;
  if (!acceptUpdated && origins.some((from) => from.startsWith('updated by ') && from !== own)) {
    const detail = 'Another provider has updated the value to compare with, and the mapping does not say acceptUpdated';
    return { matched: false, reason: 'expected_value_was_updated', detail };
  }
  if (expected.operation === 'not-equal') return compareForDifference(name, input);
  const outcome = compare(name, input);
  if (outcome.matched || !isHinting) return outcome;
  return { ...outcome, detail: outcome.detail + comparisonHint(name, input) };
}

type SaidVerification = Verification & { readonly type: VerifiableType };

/** null where the value is none that a flag can be about. */
function verificationOfMapped(
  sourced: SourcedMapping<ValidateMapping>,
  sources: readonly SourcedClaims[],
  claim: unknown,
  expected: ExpectedValue | null | undefined,
): SaidVerification | null {
  const { target, compare: name } = sourced.mapping;
  const type = name === 'email' ? 'address' : name === 'phone' ? 'phone' : typeOfTarget(target);
  if (type !== 'address' && type !== 'phone') return null;
  // Of a list the value in question is the one that is expected.
  const value = typeof claim === 'string' ? claim : (expected?.value ?? '');
  const { holders, documents } = surroundingsOf(sourced, sources);
  return { type, ...verificationOf(type, holders, documents, value) };
}

const verificationReasons = { address: 'email_unverified', phone: 'phone_unverified' } as const;
const absenceWarnings = {
  address: {
    code: 'email_verified_absent',
    detail: 'The provider does not say with email_verified whether the address is verified',
  },
  phone: {
    code: 'phone_number_verified_absent',
    detail: 'The provider does not say with phone_number_verified whether the telephone number is verified',
  },
} as const;

function judgeVerification(
  sourced: SourcedMapping<ValidateMapping>,
  verification: SaidVerification | null,
  expected: ExpectedValue | null | undefined,
  detail: string,
): Judged {
  if (verification?.says === 'unverified') {
    const { type, flag } = verification;
    return mismatch(sourced, verificationReasons[type], unverifiedDetail(type, flag), expected);
  }
  const verdict = verdictOf(sourced, { result: 'matched', detail, ...originOf(expected), fails: false });
  if (verification?.says !== 'absent') return { verdict, warnings: [] };
  const { source, mapping } = sourced;
  const warning = { ...absenceWarnings[verification.type], source, path: verdict.path, target: mapping.target };
  return { verdict, warnings: [warning] };
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
