import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import {
  DataSource,
  type DataSourceOptions,
  type EntityManager,
  type MigrationInterface,
  type QueryRunner,
} from 'typeorm';
import { lockWasNotFree, lostToAnother } from './sql-state.js';

type Class<T> = new () => T;

/** How a migration gives way to whoever works with the tables. Milliseconds. */
interface Patience {
  /** After so long it stops waiting for a lock, because whoever comes later waits behind it: less than a request waits for a statement. */
  readonly lock: number;
  /** Then it waits so long, and half as long again each time, until it asks for the lock anew. */
  readonly pause: number;
  /** After so long it gives up. */
  readonly altogether: number;
}

const PATIENCE: Patience = { lock: 1_500, pause: 1_000, altogether: 600_000 };

const LONGEST_PAUSE = 15_000;
const MIGRATION_LOCK = 7_207_418_001;

/**
 * The migration with a limit on how long each of its statements waits for a lock. One that runs outside a transaction sets its own
 * limits (`migrations/long-locks.ts`): a session's would stay behind a pooler, with whoever gets the connection next.
 */
function givingWay(Migration: Class<MigrationInterface>, { lock }: Patience): Class<MigrationInterface> {
  return class extends Migration {
    override readonly name = Migration.name;

    override async up(runner: QueryRunner): Promise<void> {
      if (runner.isTransactionActive) await runner.query(`SET LOCAL lock_timeout = ${lock}`);
      await super.up(runner);
    }
  };
}

/**
 * Whether every migration of the data source has run. TypeORM looks among all tables of the catalogue for its own, which takes an embedded
 * database that has only been opened a tenth of a start.
 */
export async function isMigrated(dataSource: DataSource): Promise<boolean> {
  const [found]: { there: boolean }[] = await dataSource.query(`SELECT to_regclass('migrations') IS NOT NULL AS there`);
  if (found?.there !== true) return false;
  const run: { name: string }[] = await dataSource.query('SELECT name FROM migrations');
  const names = new Set(run.map(({ name }) => name));
  return dataSource.migrations.every((migration) => names.has(migration.name ?? migration.constructor.name));
}

/**
 * Brings the schema up to date while instances of the version before go on. Several may try at once on a server: one migrates, the
 * others wait. A statement that does not get its lock soon gives way, and its migration is tried again.
 * @throws Error when a lock was never free, with who has transactions open; what has run until then is kept
 */
export async function migrate(
  options: DataSourceOptions,
  migrations: readonly Class<MigrationInterface>[],
  patience = PATIENCE,
): Promise<void> {
  const given = migrations.map((Migration) => givingWay(Migration, patience));
  // What fails is thrown, and standard output is for the log: TypeORM would write there.
  const dataSource = await new DataSource({ ...options, migrations: given, logger: 'debug' }).initialize();
  try {
    // A lock of the transaction, because one of the session would stay for ever behind a pooler that hands its connection to somebody
    // else.
    await dataSource.transaction(async (holding) => {
      await holding.query('SET LOCAL idle_in_transaction_session_timeout = 0');
      await holdAlone(holding);
      await untilMigrated(dataSource, holding, patience);
    });
  } finally {
    await dataSource.destroy();
  }
}

/**
 * Asks again and again, because a statement that waits for the lock holds a snapshot, and an index that is built concurrently waits for
 * whoever holds one. So does a transaction whose last statement had parameters, for as long as it is open: this one has none.
 */
async function holdAlone(holding: EntityManager): Promise<void> {
  for (;;) {
    const [answer]: { held: boolean }[] = await holding.query(
      `SELECT pg_try_advisory_xact_lock(${MIGRATION_LOCK}) AS held`,
    );
    if (answer?.held === true) return;
    await pause(200);
  }
}

async function untilMigrated(dataSource: DataSource, asking: EntityManager, patience: Patience): Promise<void> {
  const logger = new Logger('Migrations');
  const givesUpAt = performance.now() + patience.altogether;
  for (let wait = patience.pause; ; wait = Math.min(LONGEST_PAUSE, 1.5 * wait)) {
    try {
      await dataSource.runMigrations();
      return;
    } catch (error) {
      if (!lockWasNotFree(error) && !lostToAnother(error)) throw error;
      const others = await othersAtWork(asking);
      if (performance.now() + wait > givesUpAt)
        throw new Error(`The schema could not be changed: its tables are never free. Open transactions: ${others}`, {
          cause: error,
        });
      logger.warn(
        `A table was not free for a migration, which gives way and tries again. Open transactions: ${others}`,
      );
      await pause(wait);
    }
  }
}

/** Who may hold what a migration waits for, the oldest first; no statement, because it may hold personal data. */
async function othersAtWork(asking: EntityManager): Promise<string> {
  const rows: { who: string }[] = await asking.query(
    `SELECT format('process %s of %s (%s), %s, for %s s', pid, coalesce(usename, '?'), coalesce(nullif(application_name, ''), '?'),
       coalesce(state, '?'), round(extract(epoch FROM now() - xact_start))) AS who
     FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL
     ORDER BY xact_start LIMIT 5`,
  );
  return rows.map(({ who }) => who).join('; ') || 'none now';
}
