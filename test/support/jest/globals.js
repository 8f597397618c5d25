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

/** @param {Record<string, unknown>} globals of the test file that is loaded next */
export function useGlobals(globals) {
  ({ afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest, test } = globals);
}
