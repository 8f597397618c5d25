/**
 * What test files get as `@jest/globals`. They are loaded once per worker, while Jest makes its functions anew for each test
 * file: importers see these bindings change.
 */

/** @type {any} */
export let afterAll;
/** @type {any} */
export let afterEach;
/** @type {any} */
export let beforeAll;
/** @type {any} */
export let beforeEach;
/** @type {any} */
export let describe;
/** @type {any} */
export let expect;
/** @type {any} */
export let it;
/** @type {any} */
export let jest;
/** @type {any} */
export let test;

/** @type {(() => void)[]} */
let endings = [];

/** @param {() => void} ending of a test file, when all that it holds is closed */
export function afterFile(ending) {
  endings.push(ending);
}

/** Has the test files that were loaded let go of what they hold. */
export function endFile() {
  for (const ending of endings) ending();
  endings = [];
}

/** @param {Record<string, unknown>} globals of the test file that is loaded next */
export function useGlobals(globals) {
  ({ afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest, test } = globals);
}
