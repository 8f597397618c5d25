import type pg from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { TIME_LIMITS } from './time-limits.js';

/** The role whose rights the service uses: it may read and insert audit events, never change them. Migrations make it. */
const SERVICE_ROLE = 'countersign_service';

type PostgresOptions = Extract<DataSourceOptions, { type: 'postgres' }>;
type Hook = (client: pg.ClientBase) => Promise<void>;

/**
 * What the server has to know of each session. It ends itself whatever the service does not wait for any more: a statement that
 * takes longer than any may, a transaction that was left open, and (from PostgreSQL 14) one whose client has gone.
 */
const limitsOf = (statementLimit: number): string[] => [
  `SET statement_timeout = ${Math.max(statementLimit, TIME_LIMITS.search)}`,
  `SET idle_in_transaction_session_timeout = ${TIME_LIMITS.idleTransaction}`,
  `SELECT set_config(name, '2s', false) FROM pg_settings WHERE name = 'client_connection_check_interval'`,
];

async function mayUseServiceRole(options: PostgresOptions): Promise<boolean> {
  const probe = await new DataSource({ ...options, poolSize: 1 }).initialize();
  try {
    const rows: { usable: boolean }[] = await probe.query(
      `SELECT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = $1 AND pg_has_role(current_user, oid, 'USAGE')) AS usable`,
      [SERVICE_ROLE],
    );
    return rows[0]?.usable === true;
  } finally {
    await probe.destroy();
  }
}

/**
 * Prepares every connection of a pool. It acts as the service's role where the login role may do so, so that a fault in the
 * service cannot rewrite the trail even when it logs in as the owner of the tables. (The embedded database has one session and
 * sets its role after migrating.)
 *
 * These are statements, not parameters of the connection: connection poolers refuse or ignore those. The pool drops a connection
 * for which they fail.
 */
export async function prepareSessions(options: PostgresOptions, statementLimit: number): Promise<PostgresOptions> {
  const limits = limitsOf(statementLimit);
  const statements = (await mayUseServiceRole(options)) ? [`SET ROLE ${SERVICE_ROLE}`, ...limits] : limits;
  const { onConnect: before, ...extra } = (options.extra ?? {}) as { readonly onConnect?: Hook };
  const onConnect: Hook = async (client) => {
    await before?.(client);
    await client.query(statements.join('; '));
  };
  return { ...options, extra: { ...extra, onConnect } };
}
