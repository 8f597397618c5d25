import { PGlite } from '@electric-sql/pglite';
import {
  type EmbeddedPostgresql,
  optimiseNoSoonerThanLaterVersions,
  takeFiles,
} from '../../../src/database/embedded-postgresql.js';
import { ConnectionInThisThread } from './connection-in-this-thread.js';

/**
 * Opens the embedded database as `startEmbeddedPostgresql` does, but in this thread: a test has nobody to keep waiting, and a
 * statement takes a third of the processor's time. What it is like in a thread of its own is tried where processes are. MUST have one
 * connection at a time, as the other.
 */
export async function startPostgresqlInThisThread(dataDirectory: string): Promise<EmbeddedPostgresql> {
  const { files, giveBack } = await takeFiles(dataDirectory);
  try {
    optimiseNoSoonerThanLaterVersions();
    const database = await PGlite.create({ dataDir: files });
    return {
      connection: { stream: () => new ConnectionInThisThread(database) },
      async close() {
        await database.close();
        await giveBack();
      },
    };
  } catch (error) {
    await giveBack();
    throw error;
  }
}
