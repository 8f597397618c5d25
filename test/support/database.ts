import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { copyInitialisedDatabase } from './database/template.js';

/** A database of its own for one test file, with no schema yet. */
export interface TestDatabase {
  /** A private directory: keys, and the embedded database unless `databaseUrl` is set. It is removed by `close`. */
  readonly dataDir: string;
  /** Set when the tests run on a PostgreSQL server. */
  readonly databaseUrl: string | undefined;
  /** Removes everything. Stop the service first: an embedded database still uses the directory. */
  close(): Promise<void>;
}

/**
 * With `TEST_DATABASE_URL` (a role that may create databases): a new database on that server. Without: a data directory for
 * the embedded database, already initialised, which saves its first start of about four seconds.
 */
export async function startTestDatabase(serverUrl = process.env.TEST_DATABASE_URL): Promise<TestDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), 'countersign-test-'));
  const removeDirectory = (): Promise<void> => rm(dataDir, { recursive: true, force: true, maxRetries: 3 });
  try {
    if (serverUrl === undefined || serverUrl === '') {
      await copyInitialisedDatabase(dataDir);
      return { dataDir, databaseUrl: undefined, close: removeDirectory };
    }
    const name = `countersign_test_${randomBytes(6).toString('hex')}`;
    await administer(serverUrl, `CREATE DATABASE ${name}`);
    const databaseUrl = new URL(serverUrl);
    databaseUrl.pathname = `/${name}`;
    return {
      dataDir,
      databaseUrl: databaseUrl.href,
      close: async () => {
        await administer(serverUrl, `DROP DATABASE ${name} WITH (FORCE)`);
        await removeDirectory();
      },
    };
  } catch (error) {
    await removeDirectory();
    throw error;
  }
}

async function administer(serverUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
