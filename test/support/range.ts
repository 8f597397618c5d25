/**
 * How much of a whole range runs: representative rows in `npm test`, all of it in `npm run test:long`, whose files in
 * `test/long/` load the same suites.
 */
const whole = process.env['TEST_RANGE'] === 'whole';

/** One number for `npm test`, another for `npm run test:long`. */
export const inRange = (few: number, all: number): number => (whole ? all : few);

/** All of the items, or one that differs from place to place, so that together the places meet all kinds. */
export const allOrOneOf = <T>(items: readonly T[], place: number): readonly T[] =>
  whole || items.length === 0 ? items : [items[place % items.length]!];
