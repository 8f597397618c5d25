import pg from 'pg';
import { migrateDatabase, type StartingSchema, schemaFingerprint } from './template.js';

/** Held while the template is made, so that workers that want it at once make it once. */
const TEMPLATE_LOCK = 7_207_418_002;

/** Whatever the server's own template holds. */
const EMPTY = `ENCODING 'UTF8' TEMPLATE template0`;

/** Makes a database on a server, with a copy of the migrated one where a schema is wanted. */
export async function createDatabase(serverUrl: string, name: string, schema: StartingSchema): Promise<void> {
  await administer(serverUrl, async (server) => {
    if (schema === 'none') await server.query(`CREATE DATABASE ${name} ${EMPTY}`);
    else
      await server.query(
        `CREATE DATABASE ${name} TEMPLATE ${await migratedTemplate(server, serverUrl)} ${await copyingFiles(server)}`,
      );
  });
}

/** Half of what it takes to write each page into the log, where a checkpoint waits for no disk. */
async function copyingFiles(server: pg.Client): Promise<string> {
  const { rows } = await server.query<{ can: boolean }>(
    `SELECT current_setting('fsync') = 'off' AND current_setting('server_version_num')::int >= 150000 AS can`,
  );
  return rows[0]?.can === true ? 'STRATEGY file_copy' : '';
}

export function dropDatabase(serverUrl: string, name: string): Promise<void> {
  return administer(serverUrl, async (server) => {
    await server.query(`DROP DATABASE ${name} WITH (FORCE)`);
  });
}

/** Makes the template of migrated databases where it is not there yet. */
export function makeMigratedTemplate(serverUrl: string): Promise<void> {
  return administer(serverUrl, async (server) => {
    await migratedTemplate(server, serverUrl);
  });
}

/** Made once per schema and left on the server; it gets its name when it is whole. */
async function migratedTemplate(server: pg.Client, serverUrl: string): Promise<string> {
  const name = `countersign_template_${schemaFingerprint()}`;
  await server.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK]);
  try {
    const { rowCount } = await server.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) {
      const draft = `${name}_draft`;
      await server.query(`DROP DATABASE IF EXISTS ${draft}`);
      await server.query(`CREATE DATABASE ${draft} ${EMPTY}`);
      await migrateDatabase('', databaseOn(serverUrl, draft));
      await server.query(`ALTER DATABASE ${draft} RENAME TO ${name}`);
    }
    return name;
  } finally {
    await server.query('SELECT pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
  }
}

/** @returns the URL of a database of a server */
export function databaseOn(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

async function administer(serverUrl: string, work: (server: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
