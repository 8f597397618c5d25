import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { isServerGiven, startTestDatabase, type TestDatabase } from '../support/database.js';
import { type Forwarder, startForwarder } from '../support/forwarder.js';
import { freePort } from '../support/service/free-port.js';
import { startTestService, type TestService } from '../support/service.js';

// The embedded database lives and dies with the service: only a server can fall silent, lose its rights to write, or be crowded.
const onServer = isServerGiven() ? describe : describe.skip;

onServer('a database server that is there but does not do its work', () => {
  let database: TestDatabase;
  let forwarder: Forwarder;
  let service: TestService;

  beforeAll(async () => {
    database = await startTestDatabase();
    const url = new URL(database.databaseUrl ?? '');
    forwarder = await startForwarder({ host: url.hostname, port: Number(url.port || 5432) });
    url.hostname = '127.0.0.1';
    url.port = String(forwarder.port);
    service = await startTestService({ database, environment: { DATABASE_URL: url.href, DATABASE_POOL_SIZE: '8' } });
  });
  afterEach(async () => {
    await forwarder.restore();
  });
  afterAll(async () => {
    await service.close();
    await forwarder.cut();
    await database.close();
  });

  const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
  const ready = () => service.caller(null).get('/health/ready');
  const list = () => service.operator.get('/v1/tenants');
  const create = (name: string) => service.operator.post('/v1/tenants', { name, displayName: 'New' });
  const unavailable = { status: 503, body: { code: 'service.unavailable' } };

  async function asOwner(...statements: string[]): Promise<void> {
    const client = new pg.Client({ connectionString: database.databaseUrl });
    await client.connect();
    try {
      for (const statement of statements) await client.query(statement);
    } finally {
      await client.end();
    }
  }

  async function untilReady(): Promise<void> {
    for (let times = 0; times < 3_000; times += 1) {
      if ((await ready()).status === 200) return;
      await pause(20);
    }
    throw new Error('It did not become ready again');
  }

  test.each(['once', 'again'])(
    'answers a crowd 503 while the server is silent, %s, and goes on without a restart',
    async (round) => {
      await Promise.all(upTo(12).map(list));
      forwarder.silence();
      const probe = ready();
      const answers = await Promise.all(
        upTo(60).map((number) => (number % 2 === 0 ? list() : create(`${round}-${number}`))),
      );
      for (const answer of answers) {
        expect(answer).toMatchObject(unavailable);
        expect(answer.headers.get('retry-after')).toBe('5');
      }
      expect(await probe).toMatchObject({
        status: 503,
        body: { checks: expect.arrayContaining([expect.objectContaining({ name: 'database', ready: false })]) },
      });
      expect(await list()).toMatchObject(unavailable);
      expect((await service.caller(null).get('/health/live')).status).toBe(200);

      await forwarder.restore();
      await untilReady();
      expect((await Promise.all(upTo(20).map(list))).map(({ status }) => status)).toEqual(upTo(20).map(() => 200));
      expect((await create(`${round}-after`)).status).toBe(201);
    },
  );

  test('leaves no session behind at a server that never hears that the client has gone', async () => {
    const told: { name: string; setting: number }[] = await service.app.get(DataSource).query(
      `SELECT name, setting::int AS setting FROM pg_settings
       WHERE name LIKE 'tcp%' OR name IN ('idle_session_timeout', 'client_connection_check_interval') ORDER BY name`,
    );
    expect(told).toEqual([
      { name: 'client_connection_check_interval', setting: 2_000 },
      { name: 'idle_session_timeout', setting: 600_000 },
      { name: 'tcp_keepalives_count', setting: 3 },
      { name: 'tcp_keepalives_idle', setting: 30 },
      { name: 'tcp_keepalives_interval', setting: 10 },
      { name: 'tcp_user_timeout', setting: 60_000 },
    ]);
  });

  test('is not ready and answers writes with 503 while the server is read-only, and goes on when it takes writes', async () => {
    const name = new URL(database.databaseUrl ?? '').pathname.slice(1);
    await asOwner(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
    // What is set for a database counts for new sessions: as after a fail-over, there are no others.
    await forwarder.cut();
    await forwarder.restore();
    for (let times = 0; times < 3_000 && (await list()).status !== 200; times += 1) await pause(20);
    expect(await ready()).toMatchObject({
      status: 503,
      body: {
        checks: expect.arrayContaining([
          expect.objectContaining({ name: 'database', ready: false, detail: 'is read-only' }),
        ]),
      },
    });
    expect(await create('read-only')).toMatchObject({
      status: 503,
      body: { code: 'service.unavailable', detail: expect.stringContaining('takes no writes') },
    });
    expect((await create('read-only')).headers.get('retry-after')).toBe('5');
    expect((await list()).status).toBe(200);

    await asOwner(
      'SET default_transaction_read_only = off',
      `ALTER DATABASE ${name} RESET default_transaction_read_only`,
    );
    await forwarder.cut();
    await forwarder.restore();
    await untilReady();
    expect((await create('read-only')).status).toBe(201);
  });

  test('answers 503 when a proxy accepts connections and closes them, as one whose servers are all away does', async () => {
    const { port } = new URL(database.databaseUrl ?? '');
    forwarder.divert(await freePort());
    const answers = await Promise.all(upTo(60).map((number) => (number % 2 === 0 ? list() : create(`away-${number}`))));
    for (const answer of answers) expect(answer).toMatchObject(unavailable);
    forwarder.divert(Number(port || 5432));
    await untilReady();
    expect((await list()).status).toBe(200);
  });

  test('answers 503 when every connection is taken and none is given back in time', async () => {
    const lock = new pg.Client({ connectionString: database.databaseUrl });
    await lock.connect();
    try {
      await lock.query('BEGIN; LOCK TABLE tenant IN ACCESS EXCLUSIVE MODE');
      const answers = await Promise.all(upTo(60).map((number) => create(`busy-${number}`)));
      for (const answer of answers) {
        expect(answer).toMatchObject(unavailable);
        expect(answer.headers.get('retry-after')).toBe('5');
      }
    } finally {
      await lock.end();
    }
    await untilReady();
    expect((await create('not-busy')).status).toBe(201);
  });
});
