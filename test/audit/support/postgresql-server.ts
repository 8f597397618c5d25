import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { filesOfNewServer } from '../../support/cluster/kept-server.js';
import { LocalServer } from '../../support/cluster/local-server.js';
import { havePostgresql, POSTGRESQL } from '../../support/cluster/unprivileged.js';
import { createDatabase as createOnServer, databaseOn } from '../../support/database/server-template.js';
import type { StartingSchema } from '../../support/database/template.js';

/** A PostgreSQL server for tests that need a superuser, many connections or several databases. */
export interface PostgresqlServer {
  /** Makes a database, with the whole schema unless told, and gives its URL, as a superuser. */
  createDatabase(schema?: StartingSchema): Promise<string>;
  stop(): Promise<void>;
}

/** A whole database as `pg_dump` writes it. */
export function dumpDatabase(url: string): Buffer {
  return execFileSync(join(POSTGRESQL, 'pg_dump'), ['--format=custom', url], { maxBuffer: 2 ** 28 });
}

/** Brings a dump back into a new database of a server. @returns its URL */
export async function restoreDatabase(server: PostgresqlServer, dump: Buffer): Promise<string> {
  const url = await server.createDatabase('none');
  // Roles belong to the server, not to the dump.
  await withClient(url, (client) =>
    client.query(`DO $$ BEGIN CREATE ROLE countersign_service; EXCEPTION WHEN duplicate_object THEN NULL; END $$`),
  );
  execFileSync(join(POSTGRESQL, 'pg_restore'), ['--dbname', url, '--exit-on-error', '--no-owner'], { input: dump });
  return url;
}

/** Whether these tests can run here: a server is given in TEST_DATABASE_URL, or its programs are installed. */
export const hasPostgresql = process.env.TEST_DATABASE_URL !== undefined || havePostgresql;

/**
 * The server of TEST_DATABASE_URL, else a temporary one.
 * @param options `ownServer`: always a temporary one, whose transaction ids begin anew
 */
export async function startPostgresql(options: { readonly ownServer?: boolean } = {}): Promise<PostgresqlServer> {
  const given = process.env.TEST_DATABASE_URL;
  if (given !== undefined && options.ownServer !== true)
    return { createDatabase: (schema) => createDatabase(given, schema), stop: () => Promise.resolve() };
  const server = await LocalServer.onCopyOf(await filesOfNewServer(), { max_connections: '200' });
  return { createDatabase: (schema) => createDatabase(server.url(), schema), stop: () => server.close() };
}

async function createDatabase(url: string, schema: StartingSchema = 'migrated'): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await createOnServer(url, name, schema);
  return databaseOn(url, name);
}

/** Runs `work` on a connection of its own. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
