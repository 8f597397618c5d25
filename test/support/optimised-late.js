import process from 'node:process';

/**
 * Flags of V8, by which it optimises late what runs often: most of what tests run never pays back its optimising, which V8 does
 * in threads beside the tests, on the same cores. Here a function runs four times as much bytecode as by default until it is optimised.
 * On Node 20 that takes 5 to 9 % off the processor time of the tests (docs/performance/tests.md). Later versions know no such flag, and
 * wait longer by themselves.
 *
 * @type {readonly string[]}
 */
export const OPTIMISED_LATE = process.versions.node.startsWith('20.') ? ['--interrupt-budget=270336'] : [];
