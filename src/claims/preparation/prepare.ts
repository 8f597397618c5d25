import { isEmptyClaim, jsonTypeOf } from '../comparisons/claim-text.js';
import { datePart } from './date-part.js';
import { readInJson } from './json-text.js';
import type { PreparationStep } from './preparation-step.js';
import { type StepResult, unusable } from './step-result.js';
import { numberText, partOf, stripped, withCountry } from './text-steps.js';

/** One step with the value that it began with, for who may see values. */
export interface PreparationTrace {
  readonly step: PreparationStep;
  readonly result: StepResult;
}

/**
 * Prepares a value, step by step, up to the first that finds nothing more to go on with: nothing is done to null and to empty
 * text. Pure; never throws, whatever the value.
 */
export function prepare(value: unknown, steps: readonly PreparationStep[]): readonly PreparationTrace[] {
  const traces: PreparationTrace[] = [];
  let current = value;
  for (const step of steps) {
    if (isEmptyClaim(current)) break;
    const result = applyStep(step, current);
    traces.push({ step, result });
    if (result.outcome !== 'found') break;
    current = result.value;
  }
  return traces;
}

function applyStep(step: PreparationStep, value: unknown): StepResult {
  if ('toText' in step) return numberText(value);
  if ('date' in step) return datePart(step, value);
  if (typeof value !== 'string') {
    return unusable('wrong_type', `The claim is of type ${jsonTypeOf(value)}; text was expected`);
  }
  if ('parseJson' in step) return readInJson(step, value);
  // White space around a value counts in no comparison, so it must not hide a prefix.
  const text = value.trim();
  if ('stripPrefix' in step) return stripped('stripPrefix', step.stripPrefix, step.required, text);
  if ('stripSuffix' in step) return stripped('stripSuffix', step.stripSuffix, step.required, text);
  return 'defaultCountry' in step ? withCountry(step.defaultCountry, text) : partOf(step, text);
}
