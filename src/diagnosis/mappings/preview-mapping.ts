import { jsonTypeOf } from '../../claims/comparisons/claim-text.js';
import type { ExpectedValues } from '../../claims/expected-values.js';
import { explainPath, type PathStep } from '../../claims/explain.js';
import { pathOf } from '../../claims/field-mapping.js';
import { judgeMappings, type SourcedMapping } from '../../claims/judge-mappings.js';
import { readMapped } from '../../claims/mapped-claim.js';
import { type Normalised, normalFormForTarget } from '../../claims/normal-form.js';
import type { RecipientFields } from '../../claims/recipient-fields.js';
import type { SourcedClaims } from '../../claims/sourced-claims.js';
import { type SourcedSuggestion, suggestInSources } from '../../claims/suggest.js';
import type { Verdict } from '../../claims/verdict.js';
import { repairMapping } from './repair-comparison.js';

/** Claims, and whom they are compared with. */
export interface PreviewInput {
  readonly sources: readonly SourcedClaims[];
  readonly recipient: RecipientFields;
  readonly expected: ExpectedValues;
}

/** One mapping, step by step. Holds the claim's value: only for claims of the admin's own. */
export interface PreviewedMapping {
  readonly steps: readonly PathStep[];
  readonly found: boolean;
  readonly value: unknown;
  /** The value as the target stores it, or why it cannot; null when there is no single value. */
  readonly normalForm: Normalised | null;
  readonly verdict: Verdict;
  readonly suggestions: readonly SourcedSuggestion[];
  /** A change of `compare` or `format` with which it would match. */
  readonly repair: string | null;
}

/** Shows what every mapping does with these claims. A mapping that has nothing to be compared with does not fail here. Pure. */
export function previewMappings(mappings: readonly SourcedMapping[], input: PreviewInput): readonly PreviewedMapping[] {
  const verdicts = judgeApart(mappings, input);
  return mappings.flatMap((sourced, index) => {
    const verdict = verdicts[index];
    return verdict === undefined ? [] : [preview(sourced, input, verdict)];
  });
}

/**
 * Validations and updates are judged apart, so that an update is shown also when a validation fails or has no expected value.
 * @returns one verdict per mapping, in their order
 */
export function judgeApart(
  mappings: readonly SourcedMapping[],
  { sources, recipient, expected }: PreviewInput,
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
    return [verdict.reason === 'no_expected_value' ? { ...verdict, fails: false } : verdict];
  });
}

function preview(sourced: SourcedMapping, { sources, expected }: PreviewInput, verdict: Verdict): PreviewedMapping {
  const { mapping, source } = sourced;
  const path = pathOf(mapping);
  const reading = readMapped(sourced, sources);
  const claims = sources.find((candidate) => candidate.source === source)?.claims;
  const found = reading.outcome === 'found' || reading.outcome === 'ambiguous';
  const value = reading.outcome === 'found' ? reading.value : reading.outcome === 'ambiguous' ? reading.values : null;
  const isScalar = reading.outcome === 'found' && ['string', 'number'].includes(jsonTypeOf(value));
  const repair =
    reading.outcome === 'found' && verdict.fails
      ? repairMapping(sourced, value, { sources, expected, provider: null })
      : null;
  return {
    steps: claims === undefined ? [] : explainPath(path, claims),
    found,
    value,
    normalForm: isScalar ? normalFormForTarget(mapping.target, value as string | number, mapping.format) : null,
    verdict,
    suggestions: found ? [] : suggestInSources(path, source, sources),
    repair: repair?.remedy ?? null,
  };
}
