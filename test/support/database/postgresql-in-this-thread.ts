import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { lockDataDirectory } from '../../../src/database/data-directory-lock.js';
import {
  type EmbeddedPostgresql,
  optimiseNoSoonerThanLaterVersions,
} from '../../../src/database/embedded-postgresql.js';
import { ConnectionInThisThread } from './connection-in-this-thread.js';

/**
 * Opens the embedded database as `startEmbeddedPostgresql` does, but in this thread: a test has nobody to keep waiting, and a
 * statement takes a third of the processor's time. What it is like in a thread of its own is tried where processes are. MUST have one connection at a time, as the other.
 */
export async function startPostgresqlInThisThread(dataDirectory: string): Promise<EmbeddedPostgresql> {
  const unlock = await lockDataDirectory(dataDirectory);
  try {
    const files = join(dataDirectory, 'postgresql');
    mkdirSync(files, { recursive: true, mode: 0o700 });
    optimiseNoSoonerThanLaterVersions();
    const database = await PGlite.create({ dataDir: files });
    return {
      connection: { stream: () => new ConnectionInThisThread(database) },
      async close() {
        await database.close();
        await unlock();
      },
    };
  } catch (error) {
    await unlock();
    throw error;
  }
}
