import type { DataSource, DataSourceOptions, EntitySchema, MigrationInterface } from 'typeorm';
import { readDatabaseUrl } from '../config/database-url.js';
import type { Settings } from '../config/settings.js';
import type { Session } from './driver/preparing-client.js';
import { requireWritable } from './driver/present-primary.js';
import { clientFor } from './driver/server-connections.js';
import { releaseSharedConnections } from './driver/shared-connections.js';
import { type EmbeddedPostgresql, requireEmbeddedDatabase, startEmbeddedPostgresql } from './embedded-postgresql.js';
import { isMigrated, migrate } from './migrate.js';
import { SnakeCaseColumns } from './naming-strategy.js';
import { ServiceDataSource } from './service-data-source.js';
import { prepareSessions } from './service-sessions.js';
import { TIME_LIMITS } from './time-limits.js';

type Class<T> = new () => T;
type PostgresOptions = Extract<DataSourceOptions, { type: 'postgres' }>;

export interface DatabaseParts {
  readonly entities: readonly (Class<object> | EntitySchema)[];
  readonly migrations: readonly Class<MigrationInterface>[];
}

export interface Database {
  readonly dataSource: DataSource;
  readonly embedded: boolean;
  /** Opens the copy that is read from; null: there is none. */
  readonly openReplica: (() => Promise<DataSource>) | null;
  close(): Promise<void>;
}

interface OpenOptions {
  /** The embedded database, when its start has begun already. */
  readonly starting?: Promise<EmbeddedPostgresql> | undefined;
  /** Milliseconds that a statement may take on a server, unless `UnitOfWork` is told otherwise. Default: what a request waits. */
  readonly statementLimit?: number;
}

type DatabaseSettings = Pick<
  Settings,
  'DATABASE_URL' | 'READ_DATABASE_URL' | 'MIGRATION_DATABASE_URL' | 'DATABASE_POOL_SIZE' | 'DATA_DIR'
>;

const shared = {
  type: 'postgres' as const,
  migrationsTransactionMode: 'each' as const,
  synchronize: false,
  namingStrategy: new SnakeCaseColumns(),
  // Ids are made by the service; naming pgcrypto keeps TypeORM from asking for an extension that the embedded database lacks.
  uuidExtension: 'pgcrypto' as const,
  installExtensions: false,
  applicationName: 'countersign',
} satisfies Partial<DataSourceOptions>;

const listed = ({ entities, migrations }: DatabaseParts): Pick<DataSourceOptions, 'entities' | 'migrations'> => ({
  entities: [...entities],
  migrations: [...migrations],
});

/** One connection: with more, the embedded database mixes up sessions and loses acknowledged writes. */
function toEmbedded(embedded: EmbeddedPostgresql, parts: DatabaseParts): PostgresOptions {
  return {
    ...shared,
    ...listed(parts),
    username: 'postgres',
    database: 'postgres',
    poolSize: 1,
    // It runs in this process and does not go away by itself; a crowd waits for the one connection.
    connectTimeoutMS: 10_000,
    extra: embedded.connection,
  };
}

/** @throws Error naming what is wrong with the URL */
function toServer(
  text: string,
  poolSize: number,
  parts: DatabaseParts,
  statementLimit: number,
  writes = true,
): PostgresOptions {
  const read = readDatabaseUrl(text);
  if ('faults' in read) throw new Error(read.faults.join('; '));
  const url = writes ? read.url : { ...read.url, readWrite: false };
  // Nothing is prepared before it is known to be kept: it is little that is asked until then.
  const session: Session = { isKept: true, keepsStatements: false };
  const [first] = url.hosts;
  if (first === undefined) throw new Error('No server is named');
  return {
    ...shared,
    ...listed(parts),
    url: url.urlOf(first),
    poolSize,
    connectTimeoutMS: url.connectTimeout ?? TIME_LIMITS.connection,
    extra: {
      pipeline: true,
      Client: clientFor(url, statementLimit, session),
      session,
      ...(url.readWrite ? { onConnect: requireWritable } : {}),
    },
  };
}

/** Any of the servers will do, also one that takes no writes. What is asked there may take as long as a search. */
async function openReplica(
  url: string,
  { DATABASE_POOL_SIZE: poolSize }: DatabaseSettings,
  parts: DatabaseParts,
): Promise<DataSource> {
  const limit = TIME_LIMITS.search;
  const options = toServer(url, poolSize, { ...parts, migrations: [] }, limit, false);
  return new ServiceDataSource(await prepareSessions(options, limit)).initialize();
}

/** Brings a server up to date, and says how the service connects to it. */
async function migratedServer(
  { DATABASE_URL: url, MIGRATION_DATABASE_URL: owner, DATABASE_POOL_SIZE: poolSize }: DatabaseSettings,
  parts: DatabaseParts,
  statementLimit: number,
): Promise<PostgresOptions> {
  if (url === undefined) throw new Error('Neither a database URL nor an embedded database');
  // Two connections: one holds the lock, one migrates. However long that takes.
  await migrate(toServer(owner ?? url, 2, parts, 0), parts.migrations);
  return prepareSessions(toServer(url, poolSize, parts, statementLimit), statementLimit);
}

/** For whoever takes the schema as it is: commands, which may be what a newcomer runs first. */
async function requireSchema(dataSource: DataSource): Promise<void> {
  const [found]: { there: boolean }[] = await dataSource.query(`SELECT to_regclass('tenant') IS NOT NULL AS there`);
  if (found?.there === true) return;
  await dataSource.destroy();
  throw new Error('The database is empty: start the service once, which sets it up, then run this again');
}

/**
 * Opens the database: starts the embedded one when no URL is set, brings the schema up to date, and connects with the
 * service's restricted role where the server has it.
 */
export async function openDatabase(
  settings: DatabaseSettings,
  parts: DatabaseParts,
  { starting, statementLimit = TIME_LIMITS.step }: OpenOptions = {},
): Promise<Database> {
  // What takes the schema as it is has no use for a new database, which would be made where a command was called by mistake.
  if (parts.migrations.length === 0 && settings.DATABASE_URL === undefined) requireEmbeddedDatabase(settings.DATA_DIR);
  const embedded =
    settings.DATABASE_URL === undefined ? await (starting ?? startEmbeddedPostgresql(settings.DATA_DIR)) : null;
  try {
    const dataSource = await new ServiceDataSource(
      embedded === null ? await migratedServer(settings, parts, statementLimit) : toEmbedded(embedded, parts),
    ).initialize();
    if (parts.migrations.length === 0) await requireSchema(dataSource);
    if (embedded !== null) {
      await dataSource.query('RESET ROLE');
      if (!(await isMigrated(dataSource))) await dataSource.runMigrations();
      await dataSource.query('SET ROLE countersign_service');
    }
    return {
      dataSource,
      embedded: embedded !== null,
      openReplica:
        settings.READ_DATABASE_URL === undefined
          ? null
          : openReplica.bind(null, settings.READ_DATABASE_URL, settings, parts),
      async close() {
        try {
          await releaseSharedConnections(dataSource);
          // The application that was made on it has closed it already.
          if (dataSource.isInitialized) await dataSource.destroy();
        } finally {
          await embedded?.close();
        }
      },
    };
  } catch (error) {
    await embedded?.close();
    throw error;
  }
}
