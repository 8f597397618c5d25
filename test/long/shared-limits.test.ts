import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { LocalServer } from '../support/cluster/local-server.js';
import { havePostgresql } from '../support/cluster/unprivileged.js';
import { Opened, removed } from '../support/opened.js';
import { startTestService, type TestService } from '../support/service.js';

const INSTANCES = 4;
const LIMIT = 600;
/** A key of this client is limited: it does not come from this machine. */
const client = { 'x-forwarded-for': '203.0.113.6' };

(havePostgresql ? describe : describe.skip)(`a limit of ${LIMIT} requests a minute at ${INSTANCES} instances`, () => {
  const opened = new Opened();
  let server: LocalServer;
  const instances: TestService[] = [];
  let key: string;

  beforeAll(async () => {
    server = await opened.add(LocalServer.start());
    const directory = await opened.add(mkdtemp(join(tmpdir(), 'countersign-limits-')), removed);
    const environment = {
      RATE_LIMIT_PER_MINUTE: String(LIMIT),
      TRUSTED_PROXIES: '127.0.0.1',
      BOOTSTRAP_API_KEY: `csk_${'limits'.repeat(6)}`,
      ENCRYPTION_KEY: Buffer.alloc(32, 3).toString('base64'),
      PUBLIC_URL: 'http://localhost:3000',
      CHECKPOINT_KEY_FILE: '',
    };
    const database = { dataDir: directory, databaseUrl: server.url(), close: () => Promise.resolve() };
    for (let count = 0; count < INSTANCES; count += 1)
      instances.push(await opened.add(startTestService({ environment, database })));
    const tenant = await (instances[0] as TestService).newTenant();
    key = tenant.key ?? '';
  });

  afterAll(() => opened.close());

  test('holds within a tenth, and costs one statement for each batch', async () => {
    const statuses = new Map<number, number>();
    const callers = instances.map((instance) => instance.caller(key));
    const call = async (number: number): Promise<void> => {
      const { status, headers } = await (callers[number % INSTANCES] as (typeof callers)[0]).get(
        '/v1/api-keys',
        client,
      );
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (status === 429) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    };
    const began = Date.now();
    for (let number = 0; number < 3 * LIMIT; number += 10)
      await Promise.all(Array.from({ length: 10 }, (_, index) => call(number + index)));
    const [row] = await server.query<{ taken: string }>('SELECT taken FROM shared_allowance');
    process.stdout.write(
      `${JSON.stringify([...statuses])} of ${3 * LIMIT} in ${Date.now() - began} ms; ${row?.taken} of ${LIMIT} handed out\n`,
    );
    expect(Date.now() - began).toBeLessThan(60_000);
    expect(statuses.get(200)).toBeGreaterThanOrEqual(0.9 * LIMIT);
    expect(statuses.get(200)).toBeLessThanOrEqual(1.1 * LIMIT);
    expect((statuses.get(200) ?? 0) + (statuses.get(429) ?? 0)).toBe(3 * LIMIT);
    // Whoever has found that nothing is left does not ask again.
    expect(Number(row?.taken)).toBeLessThanOrEqual(LIMIT + INSTANCES * (LIMIT / 60));
  });

  test('goes on with each instance for itself while the database does not answer', async () => {
    await server.stop();
    const answer = await (instances[1] as TestService).caller(key).get('/v1/api-keys', client);
    expect([503, 429]).toContain(answer.status);
    await server.run();
  });
});
