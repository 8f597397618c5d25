import { describe, expect, test } from '@jest/globals';
import { StaleWriteError, type Write, writeTogether } from '../../src/database/write-together.js';
import { UnitOfWorkUnderTest } from './support/unit-of-work-under-test.js';

const tested = new UnitOfWorkUnderTest();

const inserted = (id: string, rows: number | null = 1): Write => ({
  text: `INSERT INTO encryption_key_check (key_id, check_value, created_at) VALUES ($1, $2, now())`,
  values: [id, Buffer.alloc(1)],
  rows,
});
const changed = (id: string, from: number, to: number): Write => ({
  text: 'UPDATE encryption_key_check SET check_value = $3 WHERE key_id = $1 AND check_value = $2',
  values: [id, Buffer.from([from]), Buffer.from([to])],
  rows: 1,
});
const stored = async (): Promise<Readonly<Record<string, number>>> => {
  const rows: { key_id: string; check_value: Buffer }[] = await tested.database.dataSource.query(
    'SELECT key_id, check_value FROM encryption_key_check ORDER BY key_id',
  );
  return Object.fromEntries(rows.map((row) => [row.key_id, row.check_value[0] ?? -1]));
};
const write = (...writes: Write[]) => writeTogether(tested.unitOfWork.lookups, writes, 'test');

describe('what is written together', () => {
  test('is told so once it is written, and not when the whole was refused', async () => {
    const told: string[] = [];
    const telling = (id: string): Write => ({ ...inserted(id), written: () => told.push(id) });
    await write(telling('a'), telling('b'));
    await expect(write(telling('c'), telling('a'))).rejects.toThrow(StaleWriteError);
    expect(told).toEqual(['a', 'b']);
  });

  test('is written as a whole, each part with its own parameters', async () => {
    await write(inserted('a'), inserted('b'));
    await write(changed('a', 0, 7), inserted('c'));
    expect(await stored()).toEqual({ a: 7, b: 0, c: 0 });
  });

  test('is told apart from what has the same texts in another order, or has to concern other rows', async () => {
    await write(inserted('a'), changed('none', 0, 1)).catch(() => undefined);
    await write(inserted('a'), { ...changed('none', 0, 1), rows: 0 });
    await write({ ...changed('a', 0, 1) }, inserted('b'));
    await expect(write(inserted('c'), changed('none', 0, 1))).rejects.toThrow(StaleWriteError);
    expect(await stored()).toEqual({ a: 1, b: 0 });
  });

  test('is nothing at all when there is nothing to write', async () => {
    await write();
    expect(await stored()).toEqual({});
  });

  test.each([
    ['concerns a row that is not as it was read', changed('a', 1, 2)],
    ['concerns a row that is not there', changed('none', 0, 1)],
    ['inserts what is there already', inserted('a')],
    ['concerns more rows than it was to', { ...inserted('d'), rows: 2 }],
  ])('is refused as a whole when a part %s', async (_why, part) => {
    await write(inserted('a'));
    const refused = write(inserted('b'), part, inserted('c'));
    await expect(refused).rejects.toThrow(StaleWriteError);
    await expect(refused).rejects.toMatchObject({ contended: 'test' });
    expect(await stored()).toEqual({ a: 0 });
  });

  test('may hold parts that concern any number of rows, and parts that only lock', async () => {
    await write(inserted('a'));
    await write(
      { ...changed('none', 0, 1), rows: null },
      { text: 'SELECT 1 FROM encryption_key_check WHERE key_id = $1 FOR SHARE', values: ['a'], rows: 1 },
      inserted('b'),
    );
    expect(await stored()).toEqual({ a: 0, b: 0 });
  });

  test('is no stale write when it is simply wrong', async () => {
    const wrong = write({ text: 'INSERT INTO encryption_key_check (key_id) VALUES ($1)', values: ['a'], rows: 1 });
    await expect(wrong).rejects.toThrow('not-null');
    await expect(wrong).rejects.not.toThrow(StaleWriteError);
  });

  test('counts in a transaction that is rolled back as little as everything else', async () => {
    const broken = tested.unitOfWork.run(async (transaction) => {
      await writeTogether(transaction, [inserted('a')], 'test');
      throw new Error('changed my mind');
    });
    await expect(broken).rejects.toThrow('changed my mind');
    expect(await stored()).toEqual({});
  });
});

describe('work that reads first and writes if nothing has changed', () => {
  /** Adds one to the value of a row, as it was read. */
  const addOne = () => {
    let tries = 0;
    return tested.unitOfWork.runOptimistically(async (reading, again) => {
      tries += 1;
      expect(again).toBe(tries > 1);
      const rows: { check_value: Buffer }[] = await reading.query(
        'SELECT check_value FROM encryption_key_check WHERE key_id = $1',
        ['a'],
      );
      const value = rows[0]?.check_value[0] ?? 0;
      await writeTogether(reading, [changed('a', value, value + 1)], 'row a');
      return value + 1;
    });
  };

  test('comes to an end for everybody in a crowd, each one counted once', async () => {
    await write(inserted('a'));
    const values = await Promise.all(Array.from({ length: 64 }, addOne));
    expect(values.toSorted((one, other) => one - other)).toEqual(Array.from({ length: 64 }, (_, index) => index + 1));
    expect(await stored()).toEqual({ a: 64 });
  });

  test('is not tried again after any other failure', async () => {
    let tries = 0;
    const work = tested.unitOfWork.runOptimistically(async (reading) => {
      tries += 1;
      await reading.query('SELECT 1 / 0');
    });
    await expect(work).rejects.toThrow('division by zero');
    expect(tries).toBe(1);
  });

  test('is given up when what it writes can never hold', async () => {
    let tries = 0;
    const work = tested.unitOfWork.runOptimistically(async (reading) => {
      tries += 1;
      await writeTogether(reading, [changed('none', 0, 1)], 'nothing');
    });
    await expect(work).rejects.toThrow(StaleWriteError);
    expect(tries).toBeGreaterThan(3);
    expect(tries).toBeLessThan(100);
  });
});
