import base from './jest.config.js';

/** Providers that nobody here wrote, started from public packages. See test/real/README.md. */
export default {
  ...base,
  testMatch: ['<rootDir>/test/real/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 600_000,
  maxWorkers: 1,
};
