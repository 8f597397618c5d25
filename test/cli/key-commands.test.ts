import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { countersign } from '../support/command.js';
import { startTestDatabase, type TestDatabase } from '../support/database.js';
import { startTestService } from '../support/service.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.close());

const environment = (variables: Record<string, string>): Record<string, string> => ({
  DATA_DIR: database.dataDir,
  ...(database.databaseUrl === undefined ? {} : { DATABASE_URL: database.databaseUrl }),
  ...variables,
});

describe('rotating the encryption key', () => {
  test('goes by two settings and one command, after which the former key can be thrown away', async () => {
    const former = randomBytes(32).toString('base64');
    const next = randomBytes(32).toString('base64');
    const first = await startTestService({ database, environment: { ENCRYPTION_KEY: former } });
    const created = await first.operator.post('/v1/providers', {
      name: 'demo',
      kind: 'oidc',
      clientId: 'sign',
      clientAuthentication: { method: 'client_secret_basic', clientSecret: 'secret' },
      issuer: 'https://idp.example',
    });
    expect(created.status).toBe(201);
    await first.close();

    const onlyNext = environment({ ENCRYPTION_KEY: next });
    const alone = await countersign(['keys', 're-encrypt'], onlyNext);
    expect(alone.status).toBe(2);
    expect(alone.stderr).toContain('which is not configured');

    const status = await countersign(['keys', 'status'], onlyNext);
    expect(status.stdout).toMatch(/credential\.sealed: 1 with [0-9a-f]{16} \(not configured: nothing opens it\)/);

    const rotating = environment({ ENCRYPTION_KEY: next, ENCRYPTION_KEYS_PREVIOUS: former });
    const done = await countersign(['keys', 're-encrypt'], rotating);
    expect(done).toMatchObject({ status: 0, stdout: expect.stringMatching(/credential\.sealed: 1 sealed anew/) });
    expect((await countersign(['keys', 'status'], rotating)).stdout).toMatch(/credential\.sealed: 1 with [0-9a-f]{16}/);

    const second = await startTestService({ database, environment: { ENCRYPTION_KEY: next } });
    expect((await second.operator.get('/v1/providers/demo')).status).not.toBe(500);
    await second.close();
  }, 120_000);

  test('is explained to whoever asks, without a database', async () => {
    const { status, stdout } = await countersign(['keys', '--help']);
    expect(status).toBe(0);
    expect(stdout).toContain('re-encrypt');
  });
});
