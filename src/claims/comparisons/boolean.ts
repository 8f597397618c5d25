import { claimText, jsonTypeOf } from './claim-text.js';
import { type Comparison, matched, mismatched } from './comparison-outcome.js';

const truths: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);

/** Same truth value: true, "true", "1" and 1 are one, false, "false", "0" and 0 the other. */
export const equalsBoolean: Comparison = ({ claim, expected }) => {
  const wanted = truth(expected ?? '');
  if (wanted === undefined) return mismatched('invalid_expected_value', 'The expected value is neither true nor false');
  const scalar = typeof claim === 'boolean' || typeof claim === 'number' ? String(claim) : claim;
  const read = claimText(scalar);
  if (!read.ok) return read.outcome;
  const found = truth(read.text);
  if (found === undefined)
    return mismatched('invalid_value', `The claim (${jsonTypeOf(claim)}) is neither true nor false`);
  return found === wanted
    ? matched('The claim has the expected truth value')
    : mismatched('different', 'The claim has the other truth value than the expected one');
};

function truth(text: string): boolean | undefined {
  return truths.get(text.trim().toLowerCase());
}
