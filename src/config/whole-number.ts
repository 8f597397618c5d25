import { z } from 'zod';

const DIGITS = /^[0-9]{1,15}$/;

/**
 * A whole number that arrives as text, in a query or an environment variable: decimal digits and nothing else. `Number` would
 * read `0x10`, `1e1` and blanks as numbers too, which hardly anybody means.
 *
 * @param expected what the fault says
 */
export function wholeNumber(
  least: number,
  most: number,
  expected = `expected a whole number from ${least} to ${most}`,
) {
  return z.preprocess(
    (value) => (typeof value === 'string' && DIGITS.test(value) ? Number(value) : Number.NaN),
    z.int({ error: expected }).min(least, { error: expected }).max(most, { error: expected }),
  );
}
