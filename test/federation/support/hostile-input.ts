import fc from 'fast-check';
import { CountersignError } from '../../../src/errors/countersign-error.js';
import { JwtFault } from '../../../src/federation/jwt/jwt-fault.js';
import { anyCharacter } from '../../support/any-character.js';
import { inRange } from '../../support/range.js';

export const cases = { numRuns: inRange(250, 10_000) };

/** A refusal is a typed one, or there is none. */
export async function onlyTyped(work: () => unknown): Promise<string> {
  try {
    await work();
    return 'accepted';
  } catch (error) {
    if (error instanceof CountersignError) return error.code;
    if (error instanceof JwtFault) return error.reason;
    throw error;
  }
}

export const text = fc.oneof(
  fc.string({ unit: anyCharacter, maxLength: 60 }),
  fc.constantFrom('the-state', 'https://idp.example'),
);
export const names = (...known: string[]) => fc.oneof(fc.constantFrom(...known), text);
