import { databaseParts } from '../../src/app.module.js';
import { type Database, openDatabase } from '../../src/database/open-database.js';
import { takeRecycledDatabase } from './database/recycled-database.js';
import { startTestDatabase, type TestDatabase } from './database.js';

/** A database with the whole schema, as the service opens it, for tests of what lies below the API. */
export interface OpenTestDatabase extends Database {
  readonly testDatabase: TestDatabase;
}

/** Opens a database of its own; `close` removes it. */
export async function openTestDatabase(): Promise<OpenTestDatabase> {
  const recycled = await takeRecycledDatabase();
  const testDatabase = recycled ?? (await startTestDatabase());
  const database = await openDatabase(
    {
      DATABASE_URL: testDatabase.databaseUrl,
      MIGRATION_DATABASE_URL: undefined,
      DATABASE_POOL_SIZE: 10,
      DATA_DIR: testDatabase.dataDir,
    },
    databaseParts,
    { starting: recycled === null ? undefined : Promise.resolve(recycled.embedded) },
  );
  return {
    ...database,
    testDatabase,
    async close() {
      await database.close();
      await testDatabase.close();
    },
  };
}
