/**
 * How much of a whole range runs: representative rows in `npm test`, all of it in `npm run test:long`, whose files in
 * `test/long/` load the same suites.
 */
export const isLongRun = process.env['TEST_RANGE'] === 'whole';

/** One number for `npm test`, another for `npm run test:long`. */
export const inRange = (few: number, all: number): number => (isLongRun ? all : few);

/** All of the items, or one that differs from place to place, so that together the places meet all kinds. */
export const allOrOneOf = <T>(items: readonly T[], place: number): readonly T[] =>
  isLongRun || items.length === 0 ? items : [items[place % items.length]!];

/** Every `step`-th of the items in `npm test`, the first among them; all of them in `npm run test:long`. */
export const everyNth = <T>(items: readonly T[], step: number): readonly T[] =>
  isLongRun ? items : items.filter((_item, place) => place % step === 0);
