import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
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
  return execFileSync(join(BINARIES, 'pg_dump'), ['--format=custom', url], { maxBuffer: 2 ** 28 });
}

/** Brings a dump back into a new database of a server. @returns its URL */
export async function restoreDatabase(server: PostgresqlServer, dump: Buffer): Promise<string> {
  const url = await server.createDatabase('none');
  // Roles belong to the server, not to the dump.
  await withClient(url, (client) =>
    client.query(`DO $$ BEGIN CREATE ROLE countersign_service; EXCEPTION WHEN duplicate_object THEN NULL; END $$`),
  );
  execFileSync(join(BINARIES, 'pg_restore'), ['--dbname', url, '--exit-on-error', '--no-owner'], { input: dump });
  return url;
}

const BINARIES = process.env.POSTGRESQL_BIN ?? '/usr/lib/postgresql/15/bin';

/** Whether these tests can run here: a server is given in TEST_DATABASE_URL, or its programs are installed. */
export const hasPostgresql = process.env.TEST_DATABASE_URL !== undefined || existsSync(join(BINARIES, 'initdb'));

/**
 * The server of TEST_DATABASE_URL, else a temporary one.
 * @param options `ownServer`: always a temporary one, whose transaction ids begin anew
 */
export async function startPostgresql(options: { readonly ownServer?: boolean } = {}): Promise<PostgresqlServer> {
  const given = process.env.TEST_DATABASE_URL;
  if (given !== undefined && options.ownServer !== true)
    return { createDatabase: (schema) => createDatabase(given, schema), stop: () => Promise.resolve() };
  const directory = mkdtempSync(join(tmpdir(), 'countersign-postgresql-'));
  const owner = serverUser();
  if (owner !== null) chownSync(directory, owner.uid, owner.gid);
  const data = join(directory, 'data');
  execFileSync(join(BINARIES, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'], {
    ...owner,
    stdio: 'ignore',
    cwd: directory,
  });
  const port = await freePort();
  const where = ['-D', data, '-p', String(port), '-k', directory, '-c', 'listen_addresses=127.0.0.1'];
  const server = spawn(join(BINARIES, 'postgres'), [...where, '-c', 'fsync=off', '-c', 'max_connections=200'], {
    ...owner,
    stdio: 'ignore',
    cwd: directory,
  });
  const exited = new Promise<void>((resolve) =>
    server.once('exit', () => {
      resolve();
    }),
  );
  const url = `postgresql://postgres@127.0.0.1:${port}/postgres`;
  await answering(url);
  return {
    createDatabase: (schema) => createDatabase(url, schema),
    async stop() {
      server.kill('SIGINT');
      await exited;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** The server refuses to run as root. */
function serverUser(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres']).toString());
  return { uid: id('-u'), gid: id('-g') };
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

async function answering(url: string): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await withClient(url, (client) => client.query('SELECT 1'));
      return;
    } catch (error) {
      if (attempt === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no port'));
        else resolve(address.port);
      });
    });
  });
}
