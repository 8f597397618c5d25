import { existsSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { startEmbeddedPostgresql } from '../../src/database/embedded-postgresql.js';
import { startTestDatabase } from '../support/database.js';

const query = async (client: pg.Client, text: string): Promise<readonly unknown[]> => {
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
};

describe('a database for tests', () => {
  it('is an initialised embedded one that nobody else writes to, and leaves nothing behind', async () => {
    const [one, other] = await Promise.all([
      startTestDatabase({ serverUrl: '', schema: 'none' }),
      startTestDatabase({ serverUrl: '' }),
    ]);
    expect(one.databaseUrl).toBeUndefined();
    expect(one.dataDir).not.toBe(other.dataDir);
    const { connection, close } = await startEmbeddedPostgresql(one.dataDir);
    try {
      const client = new pg.Client({ ...connection, user: 'postgres', database: 'postgres' });
      expect(await query(client, "SELECT count(*)::int AS tables FROM pg_tables WHERE schemaname = 'public'")).toEqual([
        { tables: 0 },
      ]);
    } finally {
      await close();
    }
    await Promise.all([one.close(), other.close()]);
    expect([existsSync(one.dataDir), existsSync(other.dataDir)]).toEqual([false, false]);
  });

  const server = process.env.TEST_DATABASE_URL;
  (server === undefined ? it.skip : it)(
    'is a new one on the server of TEST_DATABASE_URL, dropped at the end',
    async () => {
      const database = await startTestDatabase({ serverUrl: server ?? '' });
      const name = new URL(database.databaseUrl ?? '').pathname.slice(1);
      expect(
        await query(new pg.Client({ connectionString: database.databaseUrl }), 'SELECT current_database()'),
      ).toEqual([{ current_database: name }]);
      await database.close();
      const left = await query(
        new pg.Client({ connectionString: server }),
        `SELECT datname FROM pg_database WHERE datname = '${name}'`,
      );
      expect(left).toEqual([]);
    },
  );
});
