import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { lock } from 'proper-lockfile';
import { databaseParts } from '../../../src/app.module.js';
import { startEmbeddedPostgresql } from '../../../src/database/embedded-postgresql.js';
import { openDatabase } from '../../../src/database/open-database.js';
import { keepCompiledPostgresql } from './compiled-postgresql.js';
import { KeptFiles } from './kept-files.js';

/** What a new database starts with: the schema as the migrations leave it, or nothing. */
export type StartingSchema = 'migrated' | 'none';

/** The embedded database's files within a data directory. */
const FILES = 'postgresql';

/** Folders of `template1` and `template0`, whose numbers are PostgreSQL's for ever. */
const TEMPLATES = ['1', '4'];

const migrations = new URL('../../../migrations/', import.meta.url);

/** Tells apart what different migrations, and different versions of the embedded database, leave. */
export function schemaFingerprint(): string {
  const hash = createHash('sha256');
  for (const file of readdirSync(migrations).sort()) hash.update(file).update(readFileSync(new URL(file, migrations)));
  return hash.update(embeddedVersion()).update('small').digest('hex').slice(0, 16);
}

/** Brings the schema into a database as the service does. */
export async function migrateDatabase(dataDir: string, databaseUrl?: string): Promise<void> {
  const settings = { DATA_DIR: dataDir, DATABASE_URL: databaseUrl, DATABASE_POOL_SIZE: 1 };
  const database = await openDatabase({ ...settings, MIGRATION_DATABASE_URL: undefined }, databaseParts);
  await database.close();
}

/** Puts the files of an initialised embedded database into `dataDir`. */
export async function copyInitialisedDatabase(dataDir: string, schema: StartingSchema): Promise<void> {
  const template = await initialisedTemplate(schema);
  await keepCompiledPostgresql();
  const files = kept.get(template) ?? KeptFiles.read(template);
  kept.set(template, files);
  files.writeTo(join(dataDir, FILES));
}

/** Of each template that was copied in this process. */
const kept = new Map<string, KeptFiles>();

/**
 * Made once per schema and kept in the temporary directory. Several Jest workers may want it at once: one makes it, the
 * others wait. It appears by a rename, so that a killed worker leaves no half of it.
 */
async function initialisedTemplate(schema: StartingSchema): Promise<string> {
  const kind = schema === 'none' ? `${embeddedVersion()}-small` : schemaFingerprint();
  const parent = join(tmpdir(), `countersign-test-template-${kind}`);
  const template = join(parent, FILES);
  if (existsSync(template)) return template;
  await mkdir(parent, { recursive: true });
  const unlock = await lock(parent, { stale: 30_000, retries: { retries: 240, minTimeout: 250, maxTimeout: 250 } });
  try {
    if (existsSync(template)) return template;
    const workshop = await mkdtemp(join(tmpdir(), 'countersign-test-'));
    await initialise(workshop, schema);
    await rename(join(workshop, FILES), template);
    await rm(workshop, { recursive: true, force: true });
    return template;
  } finally {
    await unlock();
  }
}

async function initialise(dataDir: string, schema: StartingSchema): Promise<void> {
  if (schema === 'migrated') {
    await copyInitialisedDatabase(dataDir, 'none');
    await migrateDatabase(dataDir);
    return;
  }
  const database = await startEmbeddedPostgresql(dataDir);
  await database.close();
  makeSmall(join(dataDir, FILES));
}

/**
 * Takes a quarter of a start's processor time and most of its memory away: 16 MB of shared buffers instead of 128, which every
 * start fills with zeros, and no templates of databases that nobody will make.
 */
function makeSmall(files: string): void {
  appendFileSync(join(files, 'postgresql.conf'), 'shared_buffers = 16MB\n');
  for (const template of TEMPLATES) rmSync(join(files, 'base', template), { recursive: true });
}

/** Read from its package.json, which the package does not export by name. */
function embeddedVersion(): string {
  const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  const description: unknown = JSON.parse(readFileSync(join(dirname(entry), '..', 'package.json'), 'utf8'));
  return (description as { version: string }).version;
}
