import { describe, expect, test } from '@jest/globals';
import { sqlState, violatesUnique } from '../../src/database/sql-state.js';
import type { Transaction } from '../../src/database/transaction.js';
import { UnitOfWorkUnderTest } from './support/unit-of-work-under-test.js';

const tested = new UnitOfWorkUnderTest();

const insert = (transaction: Transaction, id: string) =>
  transaction.query(`INSERT INTO encryption_key_check (key_id, check_value, created_at) VALUES ($1, '', now())`, [id]);
const ids = async (): Promise<string[]> => {
  const rows: { key_id: string }[] = await tested.database.dataSource.query(
    'SELECT key_id FROM encryption_key_check ORDER BY key_id',
  );
  return rows.map((row) => row.key_id);
};
const lose = (transaction: Transaction, state: string) =>
  transaction.query(`DO $$ BEGIN RAISE EXCEPTION 'lost' USING ERRCODE = '${state}'; END $$`);

describe('a unit of work', () => {
  test('keeps everything or nothing', async () => {
    await expect(
      tested.unitOfWork.run(async (transaction) => {
        await insert(transaction, 'a');
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    expect(await ids()).toEqual([]);
  });

  test.each([
    ['a serialization failure', '40001'],
    ['a deadlock', '40P01'],
  ])('is run again after %s, and counts once', async (_what, state) => {
    let runs = 0;
    await tested.unitOfWork.run(async (transaction) => {
      runs += 1;
      await insert(transaction, 'a');
      if (runs < 3) await lose(transaction, state);
    });
    expect({ runs, ids: await ids() }).toEqual({ runs: 3, ids: ['a'] });
  });

  test('of statements known beforehand has each see what those before it wrote, and keeps all or nothing', async () => {
    const written = { text: `INSERT INTO encryption_key_check VALUES ($1, '', now())`, parameters: ['a'] };
    const read = { text: 'SELECT count(*)::integer AS count FROM encryption_key_check', parameters: [] };
    const changed = { text: 'UPDATE encryption_key_check SET key_id = key_id RETURNING key_id', parameters: [] };
    const answers = await tested.unitOfWork.runTogether([read, written, read, changed]);
    expect(answers).toEqual([[{ count: 0 }], [], [{ count: 1 }], [[{ key_id: 'a' }], 1]]);
    const twice = tested.unitOfWork.runTogether([{ ...written, parameters: ['b'] }, written, read]);
    await expect(twice).rejects.toMatchObject({ driverError: { code: '23505' } });
    expect(await ids()).toEqual(['a']);
  });

  test('of statements known beforehand fails where only its commit is refused', async () => {
    const work = tested.unitOfWork.runTogether([
      {
        text: 'CREATE TEMPORARY TABLE late (id integer UNIQUE DEFERRABLE INITIALLY DEFERRED) ON COMMIT DROP',
        parameters: [],
      },
      { text: 'INSERT INTO late VALUES (1), (1)', parameters: [] },
      { text: `INSERT INTO encryption_key_check VALUES ($1, '', now())`, parameters: ['a'] },
    ]);
    await expect(work).rejects.toMatchObject({ driverError: { code: '23505' } });
    expect(await ids()).toEqual([]);
  });

  test('is given up when it loses every time', async () => {
    let runs = 0;
    const work = tested.unitOfWork.run(async (transaction) => {
      runs += 1;
      await lose(transaction, '40001');
    });
    await expect(work).rejects.toThrow('lost');
    expect(runs).toBe(4);
  });

  test('is not run again after any other failure', async () => {
    let runs = 0;
    const work = tested.unitOfWork.run(async (transaction) => {
      runs += 1;
      await lose(transaction, '22012');
    });
    await expect(work).rejects.toThrow('lost');
    expect(runs).toBe(1);
  });

  test('says which unique index a value ran into, and only that', async () => {
    const error: unknown = await tested.unitOfWork
      .run(async (transaction) => {
        await insert(transaction, 'a');
        await insert(transaction, 'a');
      })
      .catch((thrown: unknown) => thrown);
    expect(sqlState(error)).toBe('23505');
    expect(violatesUnique(error, 'encryption_key_check_pkey')).toBe(true);
    expect(violatesUnique(error, 'tenant_name_taken')).toBe(false);
    expect(sqlState(new Error('no query'))).toBeNull();
  });

  test('lets many run at once and loses none', async () => {
    const names = Array.from({ length: 40 }, (_unused, index) => `id-${String(index).padStart(2, '0')}`);
    await Promise.all(names.map((name) => tested.unitOfWork.run((transaction) => insert(transaction, name))));
    expect(await ids()).toEqual(names);
  });
});
