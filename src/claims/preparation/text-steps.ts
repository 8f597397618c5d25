import { jsonTypeOf } from '../comparisons/claim-text.js';
import { normalisePhone } from '../normal-forms/phone.js';
import type { PreparationStep } from './preparation-step.js';
import { type StepResult, unusable } from './step-result.js';

/** Takes the longest prefix or suffix that fits off, once. */
export function stripped(
  name: 'stripPrefix' | 'stripSuffix',
  affixes: string | readonly string[],
  required: boolean | undefined,
  text: string,
): StepResult {
  const isPrefix = name === 'stripPrefix';
  const fitting = [affixes]
    .flat()
    .filter((affix) => (isPrefix ? text.startsWith(affix) : text.endsWith(affix)))
    .sort((one, other) => other.length - one.length);
  const affix = fitting[0] ?? null;
  if (affix === null && required === true) {
    const detail = `The claim does not ${isPrefix ? 'begin' : 'end'} with what the preparation takes off`;
    return unusable('invalid_value', detail);
  }
  const rest = affix === null ? text : isPrefix ? text.slice(affix.length) : text.slice(0, -affix.length);
  return { outcome: 'found', value: rest, did: isPrefix ? { stripPrefix: affix } : { stripSuffix: affix } };
}

/** A number without fraction that JSON readers all read alike (RFC 8259 §6) becomes its digits. */
export function numberText(value: unknown): StepResult {
  if (typeof value === 'string') return { outcome: 'found', value, did: { toText: false } };
  if (typeof value === 'number' && Number.isSafeInteger(value)) {
    return { outcome: 'found', value: String(value), did: { toText: true } };
  }
  const seen = typeof value === 'number' ? 'a number with a fraction or too large' : `of type ${jsonTypeOf(value)}`;
  return unusable('wrong_type', `The claim is ${seen}; text or a whole number up to 2^53-1 was expected`);
}

export function withCountry(country: string, text: string): StepResult {
  const international = normalisePhone(text);
  if (international.ok) return { outcome: 'found', value: international.value, did: { defaultCountry: null } };
  const national = normalisePhone(text, country);
  return national.ok
    ? { outcome: 'found', value: national.value, did: { defaultCountry: country } }
    : unusable('invalid_value', `The claim ${national.problem}`);
}

export function partOf(step: Extract<PreparationStep, { takePart: unknown }>, text: string): StepResult {
  const [before, after, ...more] = text.split(step.of);
  if (before === undefined || after === undefined || more.length > 0) {
    return unusable('invalid_value', 'The claim does not have the separator of the preparation exactly once');
  }
  return { outcome: 'found', value: step.takePart === 'before' ? before : after, did: step };
}
