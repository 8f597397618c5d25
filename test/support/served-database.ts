import { havePostgresql } from './cluster/unprivileged.js';
import { isServerGiven, startTestDatabase, type TestDatabase } from './database.js';
import { sharedServer } from './jest/shared-server.js';

/**
 * A database that commands use beside a running service: on a PostgreSQL server, the worker's where none is given. There a command
 * connects; the embedded database, which is taken where PostgreSQL is not installed, each of them starts anew, which takes ten times
 * as long.
 */
export async function startServedDatabase(): Promise<TestDatabase> {
  if (isServerGiven() || !havePostgresql) return startTestDatabase();
  const server = await sharedServer();
  try {
    const database = await startTestDatabase({ serverUrl: server.url() });
    return {
      ...database,
      async close() {
        await database.close();
        await server.close();
      },
    };
  } catch (error) {
    await server.close();
    throw error;
  }
}
