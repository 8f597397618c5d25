import type pg from 'pg';
import { readDatabaseUrl } from '../config/database-url.js';
import { clientFor } from './driver/server-connections.js';
import { TIME_LIMITS } from './time-limits.js';
import type { Lookups } from './transaction.js';

/** A snapshot that is open in another thread. */
export interface OpenSnapshot {
  /** As `pg_export_snapshot` names it. */
  readonly name: string;
  /** The role in which it is read. */
  readonly role: string;
}

/**
 * Reads a snapshot over one connection of its own, which is all that a thread needs: it starts with the driver alone, in a tenth of the
 * time that a pool with TypeORM takes. Nothing is set for longer than the transaction.
 * @throws Error when the snapshot is not open any more, or whatever the driver says
 */
export async function readSnapshot<T>(
  databaseUrl: string,
  { name, role }: OpenSnapshot,
  work: (reading: Pick<Lookups, 'query'>) => Promise<T>,
): Promise<T> {
  const read = readDatabaseUrl(databaseUrl);
  if ('faults' in read) throw new Error(read.faults.join('; '));
  const { url } = read;
  const [first] = url.hosts;
  if (first === undefined) throw new Error('No server is named');
  const Client = clientFor(url, TIME_LIMITS.batch, { isKept: true, keepsStatements: false });
  const client = new Client({
    connectionString: url.urlOf(first),
    application_name: 'countersign',
    // The next page is asked for while one is looked at.
    pipeline: true,
    connectionTimeoutMillis: url.connectTimeout ?? TIME_LIMITS.connection,
  });
  // A connection that breaks fails the statement under way; without one the next.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await begin(client, name, role);
    const done = await work({
      query: async (text: string, parameters?: unknown[]) => (await client.query(text, parameters)).rows as never,
    });
    await client.query('COMMIT');
    return done;
  } finally {
    await client.end();
  }
}

/** No parameter can stand in these. */
async function begin(client: pg.Client, snapshot: string, role: string): Promise<void> {
  if (!/^[0-9A-F-]+$/.test(snapshot)) throw new Error(`${snapshot} names no snapshot`);
  const statements = [
    'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY',
    `SET TRANSACTION SNAPSHOT '${snapshot}'`,
    `SET LOCAL ROLE ${client.escapeIdentifier(role)}`,
    `SET LOCAL statement_timeout = ${TIME_LIMITS.batch}`,
    `SET LOCAL idle_in_transaction_session_timeout = ${TIME_LIMITS.idleTransaction}`,
  ];
  await client.query(statements.join('; '));
}
