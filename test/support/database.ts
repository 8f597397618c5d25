import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { newScratchDirectory } from './database/scratch-directory.js';
import { createDatabase, databaseOn, dropDatabase } from './database/server-template.js';
import { copyInitialisedDatabase, type StartingSchema } from './database/template.js';

/** A database of its own for one test file. */
export interface TestDatabase {
  /** A private directory: keys, and the embedded database unless `databaseUrl` is set. It is removed by `close`. */
  readonly dataDir: string;
  /** Set when the tests run on a PostgreSQL server. */
  readonly databaseUrl: string | undefined;
  /** Removes everything. Stop the service first: an embedded database still uses the directory. */
  close(): Promise<void>;
}

interface TestDatabaseOptions {
  /** Default: the whole schema and no rows, which saves a start the migrations. */
  readonly schema?: StartingSchema;
  /** A server, with a role that may create databases; empty: none. Default: that of `TEST_DATABASE_URL`. */
  readonly serverUrl?: string;
}

/** Whether tests run on the server of `TEST_DATABASE_URL`. */
export const isServerGiven = (): boolean => (process.env.TEST_DATABASE_URL ?? '') !== '';

/** With a server: a new database on it. Without: a data directory for the embedded database, already initialised. */
export async function startTestDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const { schema = 'migrated', serverUrl = process.env.TEST_DATABASE_URL ?? '' } = options;
  const dataDir = await newScratchDirectory();
  const removeDirectory = (): Promise<void> => rm(dataDir, { recursive: true, force: true, maxRetries: 3 });
  try {
    if (serverUrl === '') {
      await copyInitialisedDatabase(dataDir, schema);
      return { dataDir, databaseUrl: undefined, close: removeDirectory };
    }
    const name = `countersign_test_${randomBytes(6).toString('hex')}`;
    await createDatabase(serverUrl, name, schema);
    return {
      dataDir,
      databaseUrl: databaseOn(serverUrl, name),
      close: async () => {
        await dropDatabase(serverUrl, name);
        await removeDirectory();
      },
    };
  } catch (error) {
    await removeDirectory();
    throw error;
  }
}
