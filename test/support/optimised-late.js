import process from 'node:process';

/**
 * Flags of V8, by which it optimises late what runs often: most of what tests run never pays back its optimising, which its
 * threads do beside the tests, on the same cores. V8 12 and 13 (Node 22 and 24) wait long enough by themselves, and know the
 * first of the flags no more. On Node 20 they take a tenth off the processor time of the tests: docs/performance/tests.md.
 *
 * @type {readonly string[]}
 */
export const OPTIMISED_LATE = process.versions.v8.startsWith('11.')
  ? [
      // How much bytecode a function runs until it is optimised: four times the default.
      '--interrupt-budget=270336',
      // How much a function of WebAssembly does until then: what V8 13 waits for by default, seven times that of V8 11.
      '--wasm-tiering-budget=13000000',
    ]
  : [];
