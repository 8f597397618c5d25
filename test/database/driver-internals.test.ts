import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { driverInternals } from '../../src/database/driver/driver-internals.js';
import { type OpenTestDatabase, openTestDatabase } from '../support/open-test-database.js';

let database: OpenTestDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
});

afterAll(async () => {
  await database.close();
});

test('a connection of the pool that TypeORM keeps is had, used, and given back', async () => {
  for (let times = 0; times < 30; times += 1) {
    const [client, giveBack] = await driverInternals.takeFromPool(database.dataSource);
    expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    giveBack();
  }
});

test('what a connection writes is held back and then sent at once', async () => {
  const [client, giveBack] = await driverInternals.takeFromPool(database.dataSource);
  try {
    const stream = driverInternals.streamOf(client);
    stream.cork();
    let answered = false;
    const answer = client.query('SELECT 1').then(() => {
      answered = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(answered).toBe(false);
    stream.uncork();
    await answer;
    expect(answered).toBe(true);
  } finally {
    giveBack();
  }
});

test('a connection knows which statements the server has prepared for it', async () => {
  const [client, giveBack] = await driverInternals.takeFromPool(database.dataSource);
  try {
    await expect(client.query({ text: 'SELECT no_such_column', name: 'refused' })).rejects.toThrow('no_such_column');
    await client.query({ text: 'SELECT 1', name: 'accepted' });
    expect(driverInternals.hasPrepared(client, 'refused')).toBe(false);
    expect(driverInternals.hasPrepared(client, 'accepted')).toBe(true);
  } finally {
    giveBack();
  }
});
