import { DataSource, type DataSourceOptions, type EntitySchema, type MigrationInterface } from 'typeorm';
import type { Settings } from '../config/settings.js';
import { PreparingClient } from './driver/preparing-client.js';
import { releaseSharedConnections } from './driver/shared-connections.js';
import { type EmbeddedPostgresql, startEmbeddedPostgresql } from './embedded-postgresql.js';
import { SnakeCaseColumns } from './naming-strategy.js';
import { ServiceDataSource } from './service-data-source.js';
import { useServiceRole } from './service-role.js';

type Class<T> = new () => T;

export interface DatabaseParts {
  readonly entities: readonly (Class<object> | EntitySchema)[];
  readonly migrations: readonly Class<MigrationInterface>[];
}

export interface Database {
  readonly dataSource: DataSource;
  readonly embedded: boolean;
  close(): Promise<void>;
}

export type DatabaseSettings = Pick<
  Settings,
  'DATABASE_URL' | 'MIGRATION_DATABASE_URL' | 'DATABASE_POOL_SIZE' | 'DATA_DIR'
>;

function connection(
  url: string | undefined,
  embedded: EmbeddedPostgresql | null,
  poolSize: number,
  parts: DatabaseParts,
): DataSourceOptions {
  const shared = {
    type: 'postgres' as const,
    entities: [...parts.entities],
    migrations: [...parts.migrations],
    migrationsTransactionMode: 'each' as const,
    synchronize: false,
    namingStrategy: new SnakeCaseColumns(),
    // Ids are made by the service; naming pgcrypto keeps TypeORM from asking for an extension that the embedded database lacks.
    uuidExtension: 'pgcrypto' as const,
    installExtensions: false,
    applicationName: 'countersign',
    connectTimeoutMS: 10_000,
  } satisfies Partial<DataSourceOptions>;
  if (embedded !== null) {
    // One connection: with more, the embedded database mixes up sessions and loses acknowledged writes.
    return {
      ...shared,
      host: embedded.host,
      port: embedded.port,
      username: 'postgres',
      database: 'postgres',
      poolSize: 1,
    };
  }
  if (url === undefined) throw new Error('Neither a database URL nor an embedded database');
  return {
    ...shared,
    url,
    poolSize,
    extra: { pipeline: true, Client: PreparingClient },
  };
}

async function migrate(options: DataSourceOptions): Promise<void> {
  const dataSource = await new DataSource(options).initialize();
  try {
    // Several instances may start at once on a server: one migrates, the others wait.
    const runner = dataSource.createQueryRunner();
    try {
      await runner.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
      await dataSource.runMigrations();
    } finally {
      await runner.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
      await runner.release();
    }
  } finally {
    await dataSource.destroy();
  }
}

const MIGRATION_LOCK = 7_207_418_001;

/**
 * Opens the database: starts the embedded one when no URL is set, brings the schema up to date, and connects with the
 * service's restricted role where the server has it.
 */
export async function openDatabase(
  settings: DatabaseSettings,
  parts: DatabaseParts,
  starting?: Promise<EmbeddedPostgresql>,
): Promise<Database> {
  const embedded =
    settings.DATABASE_URL === undefined ? await (starting ?? startEmbeddedPostgresql(settings.DATA_DIR)) : null;
  try {
    const options = connection(settings.DATABASE_URL, embedded, settings.DATABASE_POOL_SIZE, parts);
    if (embedded === null) {
      // Two connections: one holds the lock, one migrates.
      await migrate(connection(settings.MIGRATION_DATABASE_URL ?? settings.DATABASE_URL, null, 2, parts));
    }
    const dataSource = await new ServiceDataSource(await useServiceRole(options, embedded !== null)).initialize();
    if (embedded !== null) {
      await dataSource.query('RESET ROLE');
      await dataSource.runMigrations();
      await dataSource.query('SET ROLE countersign_service');
    }
    return {
      dataSource,
      embedded: embedded !== null,
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
