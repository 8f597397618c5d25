import base from './jest.config.js';

/**
 * What behaves otherwise on a PostgreSQL server than on the embedded one: what migrates, locks, waits, races, recovers, pages
 * through rows, or goes on after a crash. All else would only be run twice. Give the server in TEST_DATABASE_URL.
 */
const suites = [
  'access/access',
  'access/bootstrap-access',
  'audit/erasure/*',
  'audit/jwks-log',
  'audit/log-api',
  'audit/slow-readers',
  'audit/trail',
  'cli/key-commands',
  'credentials/credential-upkeep',
  'database/*',
  'deliveries/**/*',
  'diagnosis/token-allowance',
  'main',
  'operations/database-outage',
  'operations/health-and-metrics',
  'operations/silent-database',
  'outbound-authentication/{authenticated-calls,external-authentications}',
  'providers/provider-changes',
  'providers/provider-directory',
  'providers/tenant-keys',
  'requests/cursors',
  'secrets/*',
  'signer-authentications/**/{at-once,creation,ending,evidence,login,race-crowds,race-locks,races,tabs-and-cookies}',
  'support-self/database',
  'test-logins/test-logins',
];

export default { ...base, testMatch: suites.map((suite) => `<rootDir>/test/${suite}.test.ts`) };
