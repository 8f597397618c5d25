import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { databaseParts } from '../../src/app.module.js';
import { type Database, openDatabase } from '../../src/database/open-database.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { StaleWriteError, type Write, writeTogether } from '../../src/database/write-together.js';
import { startTestDatabase, type TestDatabase } from '../support/database.js';

const KEY = 'encryption_key_check';
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe('writes that wait at the same moment', () => {
  let testDatabase: TestDatabase;
  let database: Database;
  let unitOfWork: UnitOfWork;

  beforeAll(async () => {
    testDatabase = await startTestDatabase();
    const { databaseUrl, dataDir } = testDatabase;
    const settings = { DATABASE_URL: databaseUrl, MIGRATION_DATABASE_URL: undefined, DATABASE_POOL_SIZE: 10 };
    database = await openDatabase({ ...settings, DATA_DIR: dataDir }, databaseParts);
    unitOfWork = new UnitOfWork(database.dataSource);
  });

  afterAll(async () => {
    await database.close();
    await testDatabase.close();
  });

  const inserted = (id: string): Write => ({
    text: `INSERT INTO ${KEY} (key_id, check_value, created_at) VALUES ($1, $2, now())`,
    values: [id, Buffer.alloc(1)],
    rows: 1,
  });
  const counted = (id: string, seen: number): Write => ({
    text: `UPDATE ${KEY} SET check_value = $3 WHERE key_id = $1 AND check_value = $2`,
    values: [id, Buffer.from([seen]), Buffer.from([seen + 1])],
    rows: 1,
  });
  const write = (...writes: Write[]) => writeTogether(unitOfWork.lookups, writes, 'test');
  const rows = (prefix: string): Promise<{ key_id: string; xmin: string; check_value: Buffer }[]> =>
    unitOfWork.lookups.query(`SELECT key_id, xmin::text, check_value FROM ${KEY} WHERE key_id LIKE $1`, [
      `${prefix} %`,
    ]);
  const outcomes = async (writes: readonly Promise<void>[]): Promise<(string | null)[]> =>
    (await Promise.allSettled(writes)).map((one) =>
      one.status === 'fulfilled' ? null : (one.reason as Error).constructor.name,
    );

  test('are all there, whoever stood beside them', async () => {
    await Promise.all(upTo(60).map((number) => write(inserted(`all ${number}`))));
    const stored = await rows('all');
    expect(stored).toHaveLength(60);
    if (!database.embedded) expect(new Set(stored.map(({ xmin }) => xmin)).size).toBeLessThan(60);
  });

  test.each([0, 3, 7])('are refused one by one: that of place %i takes none of the others along', async (place) => {
    const name = `refused at ${place}`;
    const answers = await outcomes(
      upTo(8).map((number) =>
        write(inserted(`${name} ${number}`), ...(number === place ? [counted('nobody', 0)] : [])),
      ),
    );
    expect(answers).toEqual(upTo(8).map((number) => (number === place ? StaleWriteError.name : null)));
    expect(await rows(name)).toHaveLength(7);
  });

  test('of two that go by the same state, one is accepted and one refused', async () => {
    await write({ ...inserted('state 1'), values: ['state 1', Buffer.from([0])] });
    for (const seen of upTo(5)) {
      const answers = await outcomes(upTo(4).map(() => write(counted('state 1', seen))));
      expect(answers.filter((answer) => answer === null)).toHaveLength(1);
      expect(answers.filter((answer) => answer === StaleWriteError.name)).toHaveLength(3);
    }
    expect((await rows('state'))[0]?.check_value).toEqual(Buffer.from([5]));
  });

  test('stay prepared, though the first time that they are asked for is behind one that is refused', async () => {
    if (database.embedded) return;
    const text = `INSERT INTO ${KEY} (check_value, created_at, key_id) VALUES ($2, now(), $1)`;
    const unprepared = (number: number): Write => ({ ...inserted(`behind ${number}`), text });
    await outcomes([write(counted('nobody', 0)), ...upTo(4).map((number) => write(unprepared(number)))]);
    await write(unprepared(4));
    const prepared: { statement: string }[] = await unitOfWork.lookups.writing.query(
      'SELECT statement FROM pg_prepared_statements WHERE statement LIKE $1',
      ['%(check_value, created_at, key_id)%'],
    );
    expect(prepared).not.toEqual([]);
    expect(await rows('behind')).toHaveLength(5);
  });

  test('go on when one of them waits for a lock that others hold too long', async () => {
    if (database.embedded) return;
    await write(inserted('locked 0'));
    const holder = new pg.Client({ connectionString: testDatabase.databaseUrl });
    await holder.connect();
    await holder.query('BEGIN');
    await holder.query(`SELECT 1 FROM ${KEY} WHERE key_id = 'locked 0' FOR UPDATE`);
    const answers = await outcomes([
      ...upTo(4).map((number) => write(inserted(`locked ${number + 1}`))),
      write(counted('locked 0', 0)),
      ...upTo(4).map((number) => write(inserted(`locked ${number + 5}`))),
    ]);
    await holder.query('ROLLBACK');
    await holder.end();
    expect(answers).toEqual(upTo(9).map((number) => (number === 4 ? StaleWriteError.name : null)));
    expect(await rows('locked')).toHaveLength(9);
  });

  test('that are no good fail with what the database said, and nobody else does', async () => {
    const answers = await Promise.allSettled([
      write(inserted('no good 1')),
      write({ text: `INSERT INTO ${KEY} (key_id) VALUES ($1)`, values: ['no good 2'], rows: 1 }),
      write(inserted('no good 3')),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(String((answers[1] as PromiseRejectedResult).reason)).toContain('null value in column');
    expect(await rows('no good')).toHaveLength(2);
  });
});
