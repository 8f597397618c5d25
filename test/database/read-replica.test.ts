import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ReadReplica } from '../../src/database/read-replica.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { DataKeys } from '../../src/secrets/data-keys.js';
import { Sealing } from '../../src/secrets/sealing.js';
import { type OpenTestDatabase, openTestDatabase } from '../support/open-test-database.js';

// What a standby that is behind answers is shown in test/long/read-replica.test.ts.
describe('a copy of the database', () => {
  let database: OpenTestDatabase;
  let unitOfWork: UnitOfWork;
  const never = () => Promise.resolve(false);
  const one = { query: expect.any(Function) as unknown };

  beforeAll(async () => {
    database = await openTestDatabase();
    unitOfWork = new UnitOfWork(database.dataSource);
  });
  afterAll(() => database.close());

  test('is the primary itself where there is none', async () => {
    const replica = new ReadReplica(unitOfWork, null);
    expect(replica.reading).toBe(unitOfWork.reading);
    expect(replica.reading.present).toBeUndefined();
    expect(await replica.recent((reading) => reading.query('SELECT 1 AS one'), never)).toEqual({
      result: [{ one: 1 }],
      asOf: null,
    });
  });

  test('answers with the primary beside it, and says as of when', async () => {
    const replica = new ReadReplica(unitOfWork, () => Promise.resolve(database.dataSource));
    const { result, asOf } = await replica.recent(({ present }) => Promise.resolve(present), never);
    expect(result).toMatchObject(one);
    expect(asOf).toBeInstanceOf(Date);
    expect([replica.secondsBehind, replica.answers]).toEqual([0, true]);
    expect(await replica.reading.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('is left alone for a while when it cannot be opened; the primary answers', async () => {
    let tries = 0;
    const replica = new ReadReplica(unitOfWork, () => {
      expect(replica.answers).toBeNull();
      tries += 1;
      return Promise.reject(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }));
    });
    expect(await replica.recent((reading) => reading.query('SELECT 1 AS one'), never)).toMatchObject({ asOf: null });
    expect(await replica.reading.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect([tries, replica.secondsBehind, replica.answers]).toEqual([1, null, false]);
  });

  test('takes a statement that is wrong for nothing else', async () => {
    const replica = new ReadReplica(unitOfWork, () => Promise.resolve(database.dataSource));
    await expect(replica.reading.query('SELECT nonsense')).rejects.toThrow('nonsense');
    await expect(replica.recent((reading) => reading.query('SELECT nonsense'), never)).rejects.toThrow('nonsense');
    expect(replica.answers).toBeNull();
  });

  test('is never believed about a key that memory still has', async () => {
    const keys = new DataKeys(new Sealing([Buffer.alloc(32, 1)]));
    const tenant = '00000000-0000-4000-8000-000000000001';
    // Never stored, as one that another instance has destroyed.
    const { dataKey } = keys.make(tenant, new Date());
    const { reading } = unitOfWork;
    expect((await keys.findAll(reading, tenant, [dataKey.id])).size).toBe(1);
    const copy = { query: reading.query, getRepository: reading.getRepository, present: reading };
    expect((await keys.findAll(copy, tenant, [dataKey.id])).size).toBe(0);
  });
});
