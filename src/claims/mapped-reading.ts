import { type ClaimPath, parseClaimPath } from './claim-path.js';
import { isEmptyClaim, jsonTypeOf } from './comparisons/claim-text.js';
import { type FieldMapping, pathsOf, preparationOf } from './field-mapping.js';
import { findsMany, parseStrictly } from './preparation/json-text.js';
import type { PreparationStep } from './preparation/preparation-step.js';
import { type PreparationTrace, prepare } from './preparation/prepare.js';
import { type Unusable, unusable } from './preparation/step-result.js';
import { numberText } from './preparation/text-steps.js';
import { type ClaimReading, readClaim } from './read-claim.js';
import type { ReadType, Treatment } from './treatment.js';

/** What a mapping finds, its parts put together and prepared. `detail` is a sentence that quotes no value. */
export type MappedReading = { readonly treatment: Treatment } & (
  | {
      readonly outcome: 'found';
      readonly value: unknown;
      /** Whether the value is the only one of those that a path may find. */
      readonly isOneOfMany: boolean;
    }
  | { readonly outcome: 'missing'; readonly detail: string }
  | { readonly outcome: 'source_missing'; readonly detail: string }
  | { readonly outcome: 'ambiguous'; readonly count: number; readonly values: readonly unknown[] }
  | Unusable
);

/** A mapping's value before any preparation. */
export type Assembled =
  | { readonly outcome: 'found'; readonly value: unknown; readonly isOneOfMany: boolean }
  | { readonly outcome: 'missing'; readonly detail: string }
  | { readonly outcome: 'ambiguous'; readonly count: number; readonly values: readonly unknown[] }
  | Unusable;

/** Reads a mapping's paths in the claims of its source. Never throws, whatever the claims. */
export function readPaths(mapping: FieldMapping, claims: unknown): MappedReading {
  const steps = preparationOf(mapping);
  const readings = pathsOf(mapping).map((path) => readClaim(path, claims));
  const assembled = assemble(mapping, readings);
  if (mapping.paths === undefined && steps.length === 0) return { ...assembled, treatment: {} };
  const read = readings.map(typeOf);
  if (assembled.outcome !== 'found') return { ...assembled, treatment: { read } };
  return prepared(assembled, steps, read);
}

/** Reads a mapping's paths, before any preparation, and then every step of it. For who may see values. */
export function traceReading(
  mapping: FieldMapping,
  claims: unknown,
): { readonly assembled: Assembled; readonly traces: readonly PreparationTrace[] } {
  const readings = pathsOf(mapping).map((path) => readClaim(path, claims));
  const assembled = assemble(mapping, readings);
  const traces = assembled.outcome === 'found' ? prepare(assembled.value, preparationOf(mapping)) : [];
  return { assembled, traces };
}

/**
 * The JSON document in whose text a mapping reads on, and the claim path that it reads with; null where it reads no text, or text
 * that is no document. `path` is null where the whole document is read.
 */
export function documentInText(
  mapping: FieldMapping,
  claims: unknown,
): { readonly document: unknown; readonly path: ClaimPath | null } | null {
  const steps = preparationOf(mapping);
  const at = steps.findIndex((step) => 'parseJson' in step);
  const step = steps[at];
  if (step === undefined || !('parseJson' in step)) return null;
  const { assembled, traces } = traceReading({ ...mapping, prepare: steps.slice(0, at) }, claims);
  if (assembled.outcome !== 'found') return null;
  const last = traces.at(-1)?.result ?? assembled;
  if (last.outcome !== 'found' || typeof last.value !== 'string') return null;
  const document = parseStrictly(last.value);
  if (!document.ok) return null;
  const path = step.path === undefined ? null : parseClaimPath(step.path);
  return { document: document.value, path: path?.ok === true ? path.path : null };
}

function assemble(mapping: FieldMapping, readings: readonly ClaimReading[]): Assembled {
  return mapping.paths === undefined ? onlyValue(mapping, readings) : joined(mapping, readings);
}

function prepared(
  assembled: Extract<Assembled, { outcome: 'found' }>,
  steps: readonly PreparationStep[],
  read: readonly ReadType[],
): MappedReading {
  const results = prepare(assembled.value, steps).map(({ result }) => result);
  const did = results.flatMap((result) => (result.outcome === 'unusable' ? [] : [result.did]));
  const treatment = steps.length === 0 ? { read } : { read, prepared: did };
  const last = results.at(-1);
  if (last === undefined) return { ...assembled, treatment };
  if (last.outcome === 'ambiguous') return { ...last, count: last.values.length, treatment };
  if (last.outcome !== 'found') return { ...last, treatment };
  const isOneOfMany = last.findsMany ?? (assembled.isOneOfMany && results.length === 1);
  return { outcome: 'found', value: last.value, isOneOfMany, treatment };
}

function onlyValue(mapping: FieldMapping, [reading]: readonly ClaimReading[]): Assembled {
  const [path] = pathsOf(mapping);
  if (reading === undefined || path === undefined) return { outcome: 'missing', detail: 'There is no path' };
  if (reading.outcome === 'found') return { ...reading, isOneOfMany: findsMany(path) };
  if (reading.outcome === 'ambiguous') return reading;
  const why =
    reading.metScalar === undefined
      ? ''
      : `, because a value of type ${reading.metScalar} stands where the path goes on`;
  return { outcome: 'missing', detail: `The path finds nothing at its segment ${reading.at + 1}${why}` };
}

/** The parts that are there, joined. A leading `toText` is done to each of them. */
function joined(mapping: FieldMapping, readings: readonly ClaimReading[]): Assembled {
  const [first] = preparationOf(mapping);
  const takesNumbers = first !== undefined && 'toText' in first;
  const parts: string[] = [];
  for (const [index, reading] of readings.entries()) {
    if (reading.outcome === 'ambiguous') return reading;
    if (reading.outcome === 'missing' || isEmptyClaim(reading.value)) continue;
    const number = takesNumbers && typeof reading.value === 'number' ? numberText(reading.value) : null;
    const value = number?.outcome === 'found' ? number.value : reading.value;
    if (typeof value !== 'string') {
      return unusable('wrong_type', `Part ${index + 1} is of type ${jsonTypeOf(value)}; text was expected`);
    }
    parts.push(value.trim());
  }
  if (parts.length > 0) return { outcome: 'found', value: parts.join(mapping.joinedBy ?? ' '), isOneOfMany: false };
  return readings.some(({ outcome }) => outcome === 'found')
    ? { outcome: 'found', value: '', isOneOfMany: false }
    : { outcome: 'missing', detail: 'None of the paths finds anything' };
}

function typeOf(reading: ClaimReading): ReadType {
  if (reading.outcome === 'missing') return 'absent';
  return reading.outcome === 'ambiguous' ? 'array' : jsonTypeOf(reading.value);
}
