import type pg from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';
import type { Session } from './driver/preparing-client.js';
import { whatIsKept } from './driver/session-keeping.js';
import { TIME_LIMITS } from './time-limits.js';

/** The role whose rights the service uses: it may read and insert audit events, never change them. Migrations make it. */
const SERVICE_ROLE = 'countersign_service';

type PostgresOptions = Extract<DataSourceOptions, { type: 'postgres' }>;
type Hook = (client: pg.ClientBase) => Promise<void>;

interface Extra {
  readonly onConnect?: Hook;
  readonly session?: Session;
}

/**
 * What tells the server that a client has gone, so that its session makes room for another, in PostgreSQL's names and units. The service gives
 * up every connection to a server that has fallen silent; what lies between may never tell the server so, and Linux asks by itself after two hours.
 */
const CLIENT_IS_GONE = {
  // While a statement is under way. From PostgreSQL 14 on, as the next one.
  client_connection_check_interval: '2s',
  // Where a proxy between keeps the connection up: what the service still has is used several times a minute.
  idle_session_timeout: '10min',
  tcp_keepalives_idle: '30s',
  tcp_keepalives_interval: '10s',
  tcp_keepalives_count: '3',
  tcp_user_timeout: '60s',
} as const;

const asRows = Object.entries(CLIENT_IS_GONE)
  .map(([name, value]) => `('${name}', '${value}')`)
  .join(', ');

/**
 * What the server has to know of each session. It ends itself whatever the service does not wait for any more: a statement that
 * takes longer than any may, a transaction that was left open, and one whose client has gone.
 */
const limitsOf = (statementLimit: number): string[] => [
  `SET statement_timeout = ${Math.max(statementLimit, TIME_LIMITS.search)}`,
  `SET idle_in_transaction_session_timeout = ${TIME_LIMITS.idleTransaction}`,
  `SELECT set_config(name, value, false) FROM pg_settings JOIN (VALUES ${asRows}) AS wanted (name, value) USING (name)`,
];

interface Standing {
  /** Whether the login role may act as the role of the service. */
  readonly usable: boolean;
  /** Whether it may do more than that. */
  readonly mighty: boolean;
}

const STANDING = `SELECT
  EXISTS (SELECT 1 FROM pg_roles WHERE rolname = $1 AND pg_has_role(current_user, oid, 'USAGE')) AS usable,
  EXISTS (SELECT 1 FROM pg_class WHERE oid = to_regclass('audit_event') AND pg_has_role(current_user, relowner, 'USAGE')) AS mighty`;

const TOO_MIGHTY =
  'the URL leads to a connection pooler in transaction mode, where a session keeps no role, and its user may rewrite the audit trail: ' +
  'log in as a user with the rights of countersign_service alone (docker/database-roles.sql) and give the owner of the tables in ' +
  'MIGRATION_DATABASE_URL, or set pool_mode = session';

async function findOut(options: PostgresOptions): Promise<Standing & { readonly kept: Session }> {
  const probe = await new DataSource({ ...options, poolSize: 2 }).initialize();
  try {
    const [standing]: Standing[] = await probe.query(STANDING, [SERVICE_ROLE]);
    if (standing === undefined) throw new Error('The server says nothing of the role');
    return { ...standing, kept: await whatIsKept(probe) };
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
 * for which they fail. Behind a pooler in transaction mode nothing is set: it would be left to whoever comes next. The login role
 * then has to be one with no more rights, and only the service itself ends what takes too long.
 *
 * @throws Error when the login role has more rights and cannot lay them down
 */
export async function prepareSessions(options: PostgresOptions, statementLimit: number): Promise<PostgresOptions> {
  const limits = limitsOf(statementLimit);
  const { usable, mighty, kept } = await findOut(options);
  const { onConnect: before, session, ...extra } = (options.extra ?? {}) as Extra;
  Object.assign(session ?? {}, kept);
  if (!kept.isKept) {
    if (mighty) throw new Error(TOO_MIGHTY);
    return options;
  }
  const statements = usable ? [`SET ROLE ${SERVICE_ROLE}`, ...limits] : limits;
  const onConnect: Hook = async (client) => {
    await before?.(client);
    await client.query(statements.join('; '));
  };
  return { ...options, extra: { ...extra, onConnect } };
}
