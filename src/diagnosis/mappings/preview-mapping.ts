import type { ClaimPath } from '../../claims/claim-path.js';
import type { ExpectedValues } from '../../claims/expected-values.js';
import { explainPath, type PathStep } from '../../claims/explain.js';
import { pathsOf } from '../../claims/field-mapping.js';
import { judgeMappings, type SourcedMapping } from '../../claims/judge-mappings.js';
import { readMapped } from '../../claims/mapped-claim.js';
import { type Assembled, traceReading } from '../../claims/mapped-reading.js';
import { type Normalised, normalFormForTarget } from '../../claims/normal-form.js';
import type { PreparationStep } from '../../claims/preparation/preparation-step.js';
import type { StepResult } from '../../claims/preparation/step-result.js';
import type { RecipientFields } from '../../claims/recipient-fields.js';
import type { SourcedClaims } from '../../claims/sourced-claims.js';
import { type SourcedSuggestion, suggestInSources } from '../../claims/suggest.js';
import type { Verdict } from '../../claims/verdict.js';
import type { ProviderConfiguration } from '../../providers/provider-configuration.js';
import { type LocatedMapping, locatedMappings } from './located-mapping.js';
import { moveToUserinfo } from './move-to-userinfo.js';
import { repairMapping } from './repair-mapping.js';
import { isNearMiss } from './suggested.js';

/** Claims, and whom they are compared with. */
interface PreviewInput {
  readonly sources: readonly SourcedClaims[];
  readonly recipient: RecipientFields;
  readonly expected: ExpectedValues;
  /** The provider whose own mappings these are, all of them; null where they are not. */
  readonly provider?: ProviderConfiguration | null;
}

/** A step of a path; `path` says which one, where a mapping has several. */
interface PreviewedStep extends PathStep {
  readonly path?: string;
}

/** What a step of the preparation made of the value, or why it could not. */
interface PreviewedPreparation {
  readonly step: PreparationStep;
  readonly value: unknown;
  readonly problem: string | null;
}

/** One mapping, step by step. Holds the claim's value: only for claims of the admin's own. */
export interface PreviewedMapping {
  readonly steps: readonly PreviewedStep[];
  readonly found: boolean;
  /** As it was read, parts put together, before any preparation. */
  readonly value: unknown;
  /** The steps of the preparation that were taken; absent without one. */
  readonly prepared?: readonly PreviewedPreparation[];
  /** The prepared value as the target stores it, or why it cannot; null when there is no single value. */
  readonly normalForm: Normalised | null;
  readonly verdict: Verdict;
  readonly suggestions: readonly SourcedSuggestion[];
  /** A change of `compare`, `format` or `prepare` with which it would match, or of its place. */
  readonly repair: string | null;
  /** Members of the provider body with that change, where it can be told. */
  readonly change: object | null;
}

/** Shows what every mapping does with these claims. A mapping that has nothing to be compared with does not fail here. Pure. */
export function previewMappings(mappings: readonly SourcedMapping[], input: PreviewInput): readonly PreviewedMapping[] {
  const verdicts = judgeApart(mappings, input);
  const located = input.provider == null ? [] : locatedMappings(input.provider);
  return mappings.flatMap((sourced, index) => {
    const verdict = verdicts[index];
    return verdict === undefined ? [] : [preview(sourced, input, verdict, located[index])];
  });
}

/**
 * Validations and updates are judged apart, so that an update is shown also when a validation fails or has no expected value.
 * @returns one verdict per mapping, in their order
 */
export function judgeApart(
  mappings: readonly SourcedMapping[],
  { sources, recipient, expected }: Omit<PreviewInput, 'provider'>,
): readonly Verdict[] {
  const judge = (action: 'validate' | 'update') => {
    const chosen = mappings.filter(({ mapping }) => mapping.action === action);
    const { verdicts } = judgeMappings({ sources, mappings: chosen, recipient, expected });
    return new Map(chosen.map((sourced, index) => [sourced, verdicts[index]] as const));
  };
  const [validations, updates] = [judge('validate'), judge('update')];
  return mappings.flatMap((sourced) => {
    const verdict = validations.get(sourced) ?? updates.get(sourced);
    if (verdict === undefined) return [];
    const isUncompared = verdict.reason === 'no_expected_value' || verdict.reason === 'missing_expected';
    return [isUncompared ? { ...verdict, fails: false } : verdict];
  });
}

function preview(
  sourced: SourcedMapping,
  { sources, expected, provider = null }: PreviewInput,
  verdict: Verdict,
  located: LocatedMapping | undefined,
): PreviewedMapping {
  const { mapping, source } = sourced;
  const paths = pathsOf(mapping);
  const claims = sources.find((candidate) => candidate.source === source)?.claims;
  const { assembled, traces } = traceReading(mapping, claims);
  const found = assembled.outcome !== 'missing';
  const reading = readMapped(sourced, sources);
  const judged = reading.outcome === 'found' ? reading.value : null;
  const suggestions = found ? [] : paths.flatMap((path) => suggestInSources(path, source, sources));
  const moved =
    provider === null || located === undefined || verdict.reason !== 'path_missing'
      ? null
      : moveToUserinfo(located, { configuration: provider, sources });
  const move = moved !== null && (moved.wasSeen || !isNearMiss(suggestions)) ? moved : null;
  const isScalar = typeof judged === 'string' || typeof judged === 'number';
  return {
    steps: claims === undefined ? [] : paths.flatMap((path) => stepsOf(path, claims, paths.length)),
    found,
    value: valueOf(assembled),
    ...(mapping.prepare === undefined
      ? {}
      : { prepared: traces.map(({ step, result }) => preparedStep(step, result)) }),
    normalForm: isScalar ? normalFormForTarget(mapping.target, judged, mapping.format) : null,
    verdict,
    suggestions,
    repair: repairMapping(sourced, verdict, { sources, expected, provider: null })?.remedy ?? move?.remedy ?? null,
    change: move?.change ?? null,
  };
}

function stepsOf(path: ClaimPath, claims: unknown, count: number): readonly PreviewedStep[] {
  const steps = explainPath(path, claims);
  return count === 1 ? steps : steps.map((step) => ({ ...step, path: path.text }));
}

function valueOf(assembled: Assembled): unknown {
  if (assembled.outcome === 'found') return assembled.value;
  return assembled.outcome === 'ambiguous' ? assembled.values : null;
}

function preparedStep(step: PreparationStep, result: StepResult): PreviewedPreparation {
  switch (result.outcome) {
    case 'found':
      return { step, value: result.value, problem: null };
    case 'ambiguous':
      return { step, value: result.values, problem: `The path finds ${result.values.length} values` };
    default:
      return { step, value: null, problem: result.detail };
  }
}
