import type { EventEmitter } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { databaseParts } from '../../src/app.module.js';
import { driverInternals } from '../../src/database/driver/driver-internals.js';
import { type Database, openDatabase } from '../../src/database/open-database.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { type Write, writeTogether } from '../../src/database/write-together.js';
import { isServerGiven, startTestDatabase, type TestDatabase } from '../support/database.js';

const onServer = isServerGiven() ? describe : describe.skip;

onServer('connections that single statements share', () => {
  let testDatabase: TestDatabase;
  let database: Database;
  let unitOfWork: UnitOfWork;

  async function open(poolSize: number): Promise<void> {
    testDatabase = await startTestDatabase();
    const { databaseUrl, dataDir } = testDatabase;
    database = await openDatabase(
      { DATABASE_URL: databaseUrl, MIGRATION_DATABASE_URL: undefined, DATABASE_POOL_SIZE: poolSize, DATA_DIR: dataDir },
      databaseParts,
    );
    unitOfWork = new UnitOfWork(database.dataSource);
  }

  afterEach(async () => {
    if (database.dataSource.isInitialized) await database.close();
    await testDatabase.close();
  });

  /** Asks on a connection of its own, as the owner of the database. */
  async function asOwner(...statements: string[]): Promise<unknown[]> {
    const client = new pg.Client({ connectionString: testDatabase.databaseUrl });
    await client.connect();
    try {
      const answers: unknown[] = [];
      for (const statement of statements) answers.push(...(await client.query<pg.QueryResultRow>(statement)).rows);
      return answers;
    } finally {
      await client.end();
    }
  }

  const others = 'datname = current_database() AND pid <> pg_backend_pid()';
  const killAll = () => asOwner(`SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity WHERE ${others}`);
  const inserted = (id: string): Write => ({
    text: 'INSERT INTO encryption_key_check (key_id, check_value, created_at) VALUES ($1, $2, now())',
    values: [id, Buffer.alloc(1)],
    rows: 1,
  });
  const write = (id: string) => writeTogether(unitOfWork.lookups, [inserted(id)], 'test');
  const stored = async (): Promise<number> => {
    const rows: unknown[] = await unitOfWork.lookups.query('SELECT key_id FROM encryption_key_check');
    return rows.length;
  };
  const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

  test.each([1, 2, 5, 6, 10])('serve a crowd of look-ups, writes and transactions from a pool of %i', async (size) => {
    await open(size);
    await Promise.all(
      upTo(60).map(async (number) => {
        await write(`single ${number}`);
        await unitOfWork.run((transaction) => writeTogether(transaction, [inserted(`open ${number}`)], 'test'));
        await stored();
      }),
    );
    expect(await stored()).toBe(120);
    // The connections that migrated may still be closing.
    for (let tries = 0; tries < 3_000 && (await connections()) > size; tries += 1) await pause(20);
    expect(await connections()).toBeLessThanOrEqual(size);
  });

  async function connections(): Promise<number> {
    return (await asOwner(`SELECT pid FROM pg_stat_activity WHERE ${others} AND backend_type = 'client backend'`))
      .length;
  }

  test.each([2, 6, 10])(
    'are replaced, and nothing fails, when the server has closed all %i meanwhile',
    async (size) => {
      await open(size);
      await Promise.all(upTo(20).map((number) => write(`before ${number}`)));
      await killAll();
      await Promise.all(upTo(20).map((number) => write(`after ${number}`)));
      await unitOfWork.run((transaction) => writeTogether(transaction, [inserted('open')], 'test'));
      expect(await stored()).toBe(41);
    },
  );

  test('are replaced when they are closed under statements that wait: those fail, the next ones do not', async () => {
    await open(10);
    const locking = new pg.Client({ connectionString: testDatabase.databaseUrl });
    await locking.connect();
    await locking.query('BEGIN; LOCK TABLE encryption_key_check');
    const waiting = upTo(12).map((number) => write(`waiting ${number}`));
    const settled = Promise.allSettled(waiting);
    await unitOfWork.reading.query('SELECT pg_sleep(0.1)');
    await asOwner(
      `SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity WHERE ${others} AND pid <> ${await pidOf(locking)}`,
    );
    expect(new Set((await settled).map(({ status }) => status))).toEqual(new Set(['rejected']));
    await locking.query('ROLLBACK');
    await locking.end();
    await Promise.all(upTo(12).map((number) => write(`waiting ${number}`)));
    expect(await stored()).toBe(12);
  });

  const pidOf = async (client: pg.Client): Promise<number> =>
    (await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]?.pid ?? 0;

  test('look up on a connection that no transaction uses', async () => {
    await open(6);
    const pid = 'SELECT pg_backend_pid() AS pid';
    const [lookup] = await unitOfWork.lookups.query<{ pid: number }[]>(pid);
    await unitOfWork.run(async (transaction) => {
      const [own] = await transaction.query<{ pid: number }[]>(pid);
      expect(own?.pid).not.toBe(lookup?.pid);
      await writeTogether(transaction, [inserted('uncommitted')], 'test');
      expect(await stored()).toBe(0);
    });
    expect(await stored()).toBe(1);
  });

  test('fail one by one: what is asked beside a statement that fails is answered', async () => {
    await open(6);
    const answers = await Promise.allSettled([
      unitOfWork.lookups.query('SELECT 1 AS one'),
      unitOfWork.lookups.query('SELECT 1 / $1::int', [0]),
      unitOfWork.lookups.query('SELECT nothing'),
      unitOfWork.lookups.query('SELECT 2 AS two'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
  });

  test.each([
    ['once of a statement that names its columns', 'key_id, check_value, (SELECT count(*) FROM tenant) AS tenants', 1],
    ['each time of one that takes all there are', '*', 3],
  ])('are told %s what it answers with', async (_when, columns, times) => {
    await open(6);
    await write('a');
    const [client, giveBack] = await driverInternals.takeFromPool(database.dataSource);
    let told = 0;
    (client as unknown as { connection: EventEmitter }).connection.on('rowDescription', () => (told += 1));
    const text = `SELECT ${columns} FROM encryption_key_check WHERE key_id = $1`;
    const answers: unknown[][] = [];
    for (const key of ['a', 'none', 'a']) answers.push((await client.query<pg.QueryResultRow>(text, [key])).rows);
    giveBack();
    expect(told).toBe(times);
    expect(answers[0]).toMatchObject([{ key_id: 'a', check_value: Buffer.alloc(1) }]);
    expect(answers).toEqual([answers[0], [], answers[0]]);
  });

  test.each([
    ['a migration has changed what it answers', 'ALTER TABLE encryption_key_check ADD COLUMN further text'],
    ['a pooler has discarded it', null],
  ])('ask a prepared statement again when %s', async (_why, migration) => {
    await open(6);
    const ask = () => unitOfWork.lookups.query('SELECT * FROM encryption_key_check WHERE key_id = $1', ['a']);
    const askInTransaction = () =>
      unitOfWork.run((transaction) => transaction.query('SELECT * FROM encryption_key_check WHERE key_id = $1', ['a']));
    await write('a');
    for (let times = 0; times < 3; times += 1) await Promise.all([ask(), askInTransaction()]);
    if (migration === null) await unitOfWork.lookups.query('DEALLOCATE ALL');
    else await asOwner(migration);
    for (let times = 0; times < 3; times += 1) {
      const answers = await Promise.all([...upTo(5).map(ask), askInTransaction()]);
      for (const answer of answers) expect(answer).toHaveLength(1);
    }
  });

  test('go on when a statement is cancelled: it fails, what waits behind it does not', async () => {
    await open(6);
    const first = Promise.allSettled(upTo(2).map(() => unitOfWork.lookups.writing.query('SELECT pg_sleep(20)')));
    const behind = Promise.all(upTo(6).map((number) => write(`behind ${number}`)));
    const sleeping = `${others} AND query LIKE 'SELECT pg_sleep%' AND state = 'active'`;
    for (let cancelled = 0; cancelled < 2; ) {
      cancelled += (await asOwner(`SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE ${sleeping}`)).length;
      await pause(10);
    }
    expect((await first).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await behind;
    expect(await stored()).toBe(6);
  });

  test('use the rights of the service, not those of the owner', async () => {
    await open(6);
    for (const statements of [unitOfWork.lookups, unitOfWork.lookups.writing, unitOfWork.reading]) {
      const rows: unknown[] = await statements.query('SELECT current_user AS role');
      expect(rows).toEqual([{ role: 'countersign_service' }]);
    }
  });

  test('are given back when the database is closed, also by what was asked at the last moment', async () => {
    await open(6);
    await write('a');
    const last = Promise.allSettled([write('b'), stored(), ...upTo(5).map((number) => write(`last ${number}`))]);
    const closing = database.close();
    const late = Promise.allSettled([write('late'), stored()]);
    await Promise.all([closing, last, late]);
    const rows: unknown[] = await asOwner(`SELECT pid FROM pg_stat_activity WHERE ${others}`);
    expect(rows).toHaveLength(0);
  });
});
