import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { databaseParts } from '../../src/app.module.js';
import { openDatabase } from '../../src/database/open-database.js';
import { isServerGiven, startTestDatabase, type TestDatabase } from '../support/database.js';

const onServer = isServerGiven() ? describe : describe.skip;

onServer('a user with the rights of the service alone', () => {
  const user = `countersign_test_${randomBytes(6).toString('hex')}`;
  let database: TestDatabase;
  let owner: pg.Client;

  beforeAll(async () => {
    database = await startTestDatabase();
    owner = new pg.Client({ connectionString: database.databaseUrl });
    await owner.connect();
    await owner.query(`CREATE ROLE ${user} LOGIN PASSWORD 'service' IN ROLE countersign_service`);
    await owner.query(`GRANT CONNECT ON DATABASE ${new URL(database.databaseUrl ?? '').pathname.slice(1)} TO ${user}`);
  });
  afterAll(async () => {
    await owner.query(`DROP OWNED BY ${user}`);
    await owner.query(`DROP ROLE ${user}`);
    await owner.end();
    await database.close();
  });

  test('opens a database whose migrations have all run, without the owner of the tables', async () => {
    const url = new URL(database.databaseUrl ?? '');
    url.username = user;
    url.password = 'service';
    const settings = { MIGRATION_DATABASE_URL: undefined, DATABASE_POOL_SIZE: 2, DATA_DIR: database.dataDir };
    const opened = await openDatabase({ DATABASE_URL: url.href, ...settings }, databaseParts);
    try {
      const events: unknown = await opened.dataSource.query('SELECT count(*)::int AS count FROM audit_event');
      expect(events).toEqual([{ count: 0 }]);
      await expect(opened.dataSource.query('DELETE FROM audit_event')).rejects.toThrow('permission denied');
    } finally {
      await opened.close();
    }
  });
});
