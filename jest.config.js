export default {
  testEnvironment: 'node',
  rootDir: '.',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // `npm run test:long` and `npm run test:real` run these.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/long/', '<rootDir>/test/real/'],
  // Compiles TypeScript, once for all workers.
  globalSetup: '<rootDir>/test/support/jest/compiled.js',
  // Node loads the files, once per worker: see test/support/jest/test-runner.js.
  testRunner: '<rootDir>/test/support/jest/test-runner.js',
  transform: {},
  reporters: [
    'default',
    '<rootDir>/test/support/jest/skipped-reporter.js',
    '<rootDir>/test/support/jest/cost-reporter.js',
  ],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  testTimeout: 180_000,
  // One more than the two cores of the smallest machine: much of a file's time is waiting, for time limits, browsers and processes.
  maxWorkers: 3,
  // The embedded database leaves memory behind in a worker: beyond this a fresh one goes on.
  workerIdleMemoryLimit: '2GB',
  // A worker that has no more files closes what its files have shared: databases, a service, a browser, a server.
  workerGracefulExitTimeout: 10_000,
};
