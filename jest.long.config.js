import base from './jest.config.js';

// Read by test/support/range.ts in every worker.
process.env.TEST_RANGE = 'whole';

/** What is slow because its worth is in its number: crowds, whole ranges, many seeds. See test/long/README.md. */
export default {
  ...base,
  testMatch: ['<rootDir>/test/long/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 600_000,
};
