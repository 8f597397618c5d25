import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startTestDatabase, type TestDatabase } from '../support/database.js';
import { startTestService } from '../support/service.js';
import { builtCommand, SHORT_LIVED } from '../support/service-build.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.close());

const environment = (): Record<string, string> => ({
  DATA_DIR: database.dataDir,
  ...(database.databaseUrl === undefined ? {} : { DATABASE_URL: database.databaseUrl }),
});

async function countersign(
  variables: Record<string, string>,
  ...words: string[]
): Promise<{ code: number; output: string }> {
  const child = spawn(process.execPath, [...SHORT_LIVED, builtCommand('cli'), ...words], {
    env: { PATH: process.env['PATH'], ...environment(), ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await once(child, 'close');
  return { code: child.exitCode ?? -1, output };
}

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

    const alone = await countersign({ ENCRYPTION_KEY: next }, 'keys', 're-encrypt');
    expect(alone.code).toBe(2);
    expect(alone.output).toContain('which is not configured');

    const status = await countersign({ ENCRYPTION_KEY: next }, 'keys', 'status');
    expect(status.output).toMatch(/credential\.sealed: 1 with [0-9a-f]{16} \(not configured: nothing opens it\)/);

    const rotating = { ENCRYPTION_KEY: next, ENCRYPTION_KEYS_PREVIOUS: former };
    expect((await countersign(rotating, 'keys', 're-encrypt')).output).toMatch(/credential\.sealed: 1 sealed anew/);
    expect((await countersign(rotating, 'keys', 'status')).output).toMatch(/credential\.sealed: 1 with [0-9a-f]{16}/);

    const second = await startTestService({ database, environment: { ENCRYPTION_KEY: next } });
    expect((await second.operator.get('/v1/providers/demo')).status).not.toBe(500);
    await second.close();
  }, 120_000);

  test('is explained to whoever asks, without a database', async () => {
    const { code, output } = await countersign({}, 'keys', '--help');
    expect(code).toBe(0);
    expect(output).toContain('re-encrypt');
  });
});
