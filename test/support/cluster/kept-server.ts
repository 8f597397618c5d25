import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lock } from 'proper-lockfile';
import { makeMigratedTemplate } from '../database/server-template.js';
import { schemaFingerprint } from '../database/template.js';
import { LocalServer } from './local-server.js';
import { giveToUnprivileged, POSTGRESQL } from './unprivileged.js';

/**
 * The files of a new server on which the migrated template is made already, to be copied: to make both takes a second of the
 * processor each. Made once per schema and kept in the temporary directory; one worker makes it, the others wait.
 */
export async function filesOfNewServer(): Promise<string> {
  const version = createHash('sha256').update(POSTGRESQL).digest('hex').slice(0, 8);
  const parent = join(tmpdir(), `countersign-test-server-${schemaFingerprint()}-${version}`);
  const files = join(parent, 'data');
  if (existsSync(files)) return files;
  await mkdir(parent, { recursive: true });
  await giveToUnprivileged(parent);
  const unlock = await lock(parent, { stale: 30_000, retries: { retries: 240, minTimeout: 250, maxTimeout: 250 } });
  try {
    if (existsSync(files)) return files;
    const server = await LocalServer.start();
    await makeMigratedTemplate(server.url());
    await server.stop();
    await rename(server.data, files);
    await server.close();
    return files;
  } finally {
    await unlock();
  }
}
