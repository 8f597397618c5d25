import type { ExpectedValues } from './expected-values.js';
import type { UpdateMapping, ValidateMapping } from './field-mapping.js';
import { type JudgedUpdates, judgeUpdates, skippedUpdate } from './judge-updates.js';
import { judgeValidation } from './judge-validation.js';
import type { Judged, SourcedMapping } from './mapped-claim.js';
import type { RecipientFields } from './recipient-fields.js';
import type { SourcedClaims } from './sourced-claims.js';
import type { Judgement, MappingFailureCode, Verdict } from './verdict.js';

export type { SourcedMapping } from './mapped-claim.js';

interface JudgeMappings {
  /** What was fetched, one document per source. */
  readonly sources: readonly SourcedClaims[];
  readonly mappings: readonly SourcedMapping[];
  /** The recipient as they stand, earlier updates applied: what updates overwrite. */
  readonly recipient: RecipientFields;
  /** What claims are compared with; see `expectedValues`. */
  readonly expected: ExpectedValues;
  /**
   * Name of the provider that the claims come from: it may be validated against what it updated itself. Default: unknown,
   * and every updated value needs `acceptUpdated`.
   */
  readonly provider?: string | undefined;
}

/**
 * Judges one login. All validations are judged first; updates are considered only when none fails, and are then applied all
 * or none. Pure; never throws, whatever the claims.
 */
export function judgeMappings({ sources, mappings, recipient, expected, provider }: JudgeMappings): Judgement {
  const validations = new Map<SourcedMapping, Judged>();
  for (const sourced of mappings) {
    if (isValidation(sourced)) validations.set(sourced, judgeValidation(sourced, { sources, expected, provider }));
  }
  const updateMappings = mappings.filter(isUpdate);
  const validationFailed = [...validations.values()].some(({ verdict }) => verdict.fails);
  const { judged, updates } = validationFailed
    ? skipAll(updateMappings)
    : judgeUpdates(updateMappings, sources, recipient);
  const updateVerdicts = new Map(updateMappings.map((sourced, index) => [sourced, judged[index]] as const));

  const all = mappings.flatMap((sourced) => {
    const found = validations.get(sourced) ?? (isUpdate(sourced) ? updateVerdicts.get(sourced) : undefined);
    return found === undefined ? [] : [found];
  });
  const verdicts = all.map(({ verdict }) => verdict);
  const failureCode = failureCodeOf(verdicts);
  return {
    verdicts,
    warnings: all.flatMap(({ warnings }) => warnings),
    failed: failureCode !== null,
    failureCode,
    updates,
  };
}

function isValidation(sourced: SourcedMapping): sourced is SourcedMapping<ValidateMapping> {
  return sourced.mapping.action === 'validate';
}

function isUpdate(sourced: SourcedMapping): sourced is SourcedMapping<UpdateMapping> {
  return sourced.mapping.action === 'update';
}

function skipAll(mappings: readonly SourcedMapping<UpdateMapping>[]): JudgedUpdates {
  const detail = 'Not updated, because a validation fails';
  return { judged: mappings.map((sourced) => skippedUpdate(sourced, 'validation_failed', detail)), updates: {} };
}

/** The gravest first: that another person logged in matters more than that something was not told. */
function failureCodeOf(verdicts: readonly Verdict[]): MappingFailureCode | null {
  const failing = verdicts.filter(({ fails }) => fails);
  if (failing.length === 0) return null;
  if (failing.some(({ result, reason }) => result === 'mismatched' && reason !== 'conflicting_updates'))
    return 'mapping.mismatched';
  if (
    failing.some(
      ({ result, reason }) => result === 'missing' && reason !== 'no_expected_value' && reason !== 'missing_expected',
    )
  )
    return 'mapping.path_missing';
  return failing.some(({ reason }) => reason === 'no_expected_value' || reason === 'missing_expected')
    ? 'mapping.no_expected_value'
    : 'mapping.updates_conflict';
}
