import { constants, existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { lock } from 'proper-lockfile';
import { startEmbeddedPostgresql } from '../../../src/database/embedded-postgresql.js';

/** The embedded database's files within a data directory. */
const FILES = 'postgresql';

/** Puts the files of an initialised, empty embedded database into `dataDir`. */
export async function copyInitialisedDatabase(dataDir: string): Promise<void> {
  const template = await initialisedTemplate();
  await cp(template, join(dataDir, FILES), { recursive: true, mode: constants.COPYFILE_FICLONE });
}

/**
 * Made once per version of the embedded database and kept in the temporary directory. Several Jest workers may want it at
 * once: one makes it, the others wait. It appears by a rename, so that a killed worker leaves no half of it.
 */
async function initialisedTemplate(): Promise<string> {
  const parent = join(tmpdir(), `countersign-test-template-${embeddedVersion()}`);
  const template = join(parent, FILES);
  if (existsSync(template)) return template;
  await mkdir(parent, { recursive: true });
  const unlock = await lock(parent, { stale: 30_000, retries: { retries: 240, minTimeout: 250, maxTimeout: 250 } });
  try {
    if (existsSync(template)) return template;
    const workshop = await mkdtemp(join(tmpdir(), 'countersign-test-'));
    const database = await startEmbeddedPostgresql(workshop);
    await database.close();
    await rename(join(workshop, FILES), template);
    await rm(workshop, { recursive: true, force: true });
    return template;
  } finally {
    await unlock();
  }
}

/** Read from its package.json, which the package does not export by name. */
function embeddedVersion(): string {
  const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  const description: unknown = JSON.parse(readFileSync(join(dirname(entry), '..', 'package.json'), 'utf8'));
  return (description as { version: string }).version;
}
