import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { databaseParts } from '../../src/app.module.js';
import { Notifications } from '../../src/database/notifications.js';
import { type Database, openDatabase } from '../../src/database/open-database.js';
import { isServerGiven, startTestDatabase, type TestDatabase } from '../support/database.js';

const onServer = isServerGiven() ? describe : describe.skip;

onServer('whoever listens for notifications', () => {
  let testDatabase: TestDatabase;
  let database: Database;

  beforeEach(async () => {
    testDatabase = await startTestDatabase();
    const { databaseUrl, dataDir } = testDatabase;
    database = await openDatabase(
      { DATABASE_URL: databaseUrl, MIGRATION_DATABASE_URL: undefined, DATABASE_POOL_SIZE: 4, DATA_DIR: dataDir },
      databaseParts,
    );
  });
  afterEach(async () => {
    await database.close();
    await testDatabase.close();
  });

  test.each([0, 1, 2, 4, 8, 16, 100])('stops though it is told so %i ms after it began', async (milliseconds) => {
    const notifications = new Notifications(database.dataSource, 'countersign_test', () => undefined);
    notifications.start();
    if (milliseconds > 0) await pause(milliseconds);
    await notifications.stop();
    const [{ listening }] = await database.dataSource.query<[{ listening: number }]>(
      `SELECT count(*)::int AS listening FROM pg_stat_activity
       WHERE datname = current_database() AND query LIKE 'LISTEN %'`,
    );
    expect(listening).toBe(0);
  });
});
