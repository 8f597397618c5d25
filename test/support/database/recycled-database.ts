import { rm } from 'node:fs/promises';
import pg from 'pg';
import type { EmbeddedPostgresql } from '../../../src/database/embedded-postgresql.js';
import { isServerGiven, type TestDatabase } from '../database.js';
import { atWorkerEnd, hasWorkerEnd } from '../jest/worker-end.js';
import { keepRows, rowsPutBack } from './kept-rows.js';
import { startPostgresqlInThisThread } from './postgresql-in-this-thread.js';
import { newScratchDirectory } from './scratch-directory.js';
import { copyInitialisedDatabase } from './template.js';

/** An embedded database that runs already, and a private directory without its files. */
export interface RecycledDatabase extends TestDatabase {
  /** Closing it does nothing: a service may be stopped and started on it. */
  readonly embedded: EmbeddedPostgresql;
}

/** Of no service: whoever migrates has a database of their own. */
const MIGRATIONS = 'migrations';

const TABLES = `SELECT relname AS name FROM pg_class
  WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> '${MIGRATIONS}' ORDER BY relname`;

/** After so many rows were deleted from a table it is vacuumed: its readers go past them, and vacuuming all takes longer than that. */
const DELETED_ROWS_LEFT = 300;

/** Everything besides rows: whoever changes it leaves a database that is of no use to others. */
const SHAPE = `SELECT md5(string_agg(part, ',' ORDER BY part)) AS shape FROM (
  SELECT concat('class ', oid, relname, relkind, relacl, relhastriggers, relrowsecurity) AS part FROM pg_class WHERE relnamespace = 'public'::regnamespace
  UNION ALL SELECT concat('column ', attrelid, attname, atttypid, attnotnull, atthasdef, attacl) FROM pg_attribute
    WHERE attrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)
  UNION ALL SELECT concat('function ', oid, proname, md5(prosrc), proacl) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
  UNION ALL SELECT concat('trigger ', oid, tgname, tgenabled) FROM pg_trigger
  UNION ALL SELECT concat('constraint ', oid, conname, convalidated) FROM pg_constraint
  UNION ALL SELECT concat('role ', oid, rolname, rolsuper, rolcanlogin) FROM pg_authid
  UNION ALL SELECT concat('setting ', setdatabase, setrole, setconfig) FROM pg_db_role_setting
) AS parts`;

interface Running {
  readonly embedded: EmbeddedPostgresql;
  readonly directory: string;
  readonly shape: string;
  readonly tables: readonly string[];
  /** Those that have rows from the start. */
  readonly kept: readonly string[];
  /** How many deleted rows each table still holds. */
  readonly deleted: Map<string, number>;
}

const free: Running[] = [];

let listens = false;
let ended = false;

/**
 * An embedded database with the whole schema and no rows, in a worker of Jest: one that a closed service has left, emptied, or a new
 * one where none is free. Starting one takes half of what a start of the service does.
 *
 * @returns null where nobody would say when the last is to be closed, or tests run on a server
 */
export async function takeRecycledDatabase(): Promise<RecycledDatabase | null> {
  if (process.env['JEST_WORKER_ID'] === undefined || !hasWorkerEnd()) return null;
  if (isServerGiven()) return null;
  closeAllAtTheEnd();
  const running = free.pop() ?? (await start());
  const { connection } = running.embedded;
  const dataDir = await newScratchDirectory();
  return {
    dataDir,
    databaseUrl: undefined,
    embedded: { connection, close: () => Promise.resolve() },
    async close() {
      await rm(dataDir, { recursive: true, force: true, maxRetries: 3 });
      if (!ended && (await emptied(running).catch(() => false))) free.push(running);
      else await close(running);
    },
  };
}

async function connected<T>({ connection }: EmbeddedPostgresql, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...connection, user: 'postgres', database: 'postgres' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function shapeOf(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ shape: string }>(SHAPE);
  return rows[0]?.shape ?? '';
}

const namesOf = async (client: pg.Client, query: string): Promise<readonly string[]> =>
  (await client.query<{ name: string }>(query)).rows.map(({ name }) => name);

async function start(): Promise<Running> {
  const directory = await newScratchDirectory();
  await copyInitialisedDatabase(directory, 'migrated');
  const embedded = await startPostgresqlInThisThread(directory);
  return connected(embedded, async (client) => {
    const tables = await namesOf(client, TABLES);
    const kept = await withRows(client, tables);
    await keepRows(client, kept);
    return { embedded, directory, tables, kept, shape: await shapeOf(client), deleted: new Map() };
  });
}

/** @returns those of the tables that have rows */
const withRows = async (client: pg.Client, tables: readonly string[]): Promise<readonly string[]> =>
  namesOf(
    client,
    tables
      .map((table) => `SELECT '${table}' AS name WHERE EXISTS (SELECT 1 FROM public."${table}")`)
      .join(' UNION ALL '),
  );

/** Deletes what a service has left, and every setting of the session. @returns whether it is as a new one */
async function emptied({ embedded, shape, tables, kept, deleted }: Running): Promise<boolean> {
  return connected(embedded, async (client) => {
    await client.query('ROLLBACK');
    await client.query('DISCARD ALL');
    if ((await shapeOf(client)) !== shape) return false;
    const sequences = await namesOf(
      client,
      `SELECT sequencename AS name FROM pg_sequences WHERE schemaname = 'public' AND sequencename NOT LIKE '${MIGRATIONS}%' AND last_value IS NOT NULL`,
    );
    // One transaction, with an answer for each statement, which the types do not know.
    const answers: unknown = await client.query(
      [
        'SET session_replication_role = replica',
        ...rowsPutBack(tables, kept),
        ...sequences.map((sequence) => `ALTER SEQUENCE public."${sequence}" RESTART`),
      ].join('; '),
    );
    const [, ...deletions] = answers as readonly pg.QueryResult[];
    tables.forEach((table, place) => {
      deleted.set(table, (deleted.get(table) ?? 0) + (deletions[place]?.rowCount ?? 0));
    });
    const full = tables.filter((table) => (deleted.get(table) ?? 0) > DELETED_ROWS_LEFT);
    if (full.length > 0) await client.query(`VACUUM ${full.map((table) => `public."${table}"`).join(', ')}`);
    for (const table of full) deleted.delete(table);
    await client.query('DISCARD ALL');
    return true;
  });
}

async function close({ embedded, directory }: Running): Promise<void> {
  await embedded.close();
  await rm(directory, { recursive: true, force: true, maxRetries: 3 });
}

function closeAllAtTheEnd(): void {
  if (listens) return;
  listens = true;
  atWorkerEnd(() => {
    ended = true;
    return Promise.all(free.splice(0).map(close));
  });
}
