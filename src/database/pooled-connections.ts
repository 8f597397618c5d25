import type pg from 'pg';
import { type DataSource, QueryFailedError } from 'typeorm';
import { PREPARED_STATEMENT_OUTDATED, PreparingClient } from './preparing-client.js';
import type { Transaction } from './transaction.js';
import { isDatabaseUnavailable } from './unavailable.js';

/** What of TypeORM's PostgreSQL driver is used: its pool. */
interface Pool {
  obtainMasterConnection(): Promise<[pg.PoolClient, (error?: Error) => void]>;
}

/** A connection taken out of the pool. */
export interface TakenConnection {
  readonly client: pg.PoolClient;
  readonly statements: Transaction;
  /** Gives it back; a broken one is closed. */
  release(): void;
}

/** SQLSTATE of a connection that broke. */
const CONNECTION_FAILURE = '08006';

/** Answers as TypeORM's `query` does, without the events that it has for subscribers: nobody subscribes, and each login pays. */
function statementsOn(client: pg.PoolClient, isBroken: () => boolean): Transaction {
  return {
    query: async (text: string, parameters?: unknown[]) => {
      try {
        const { command, rows, rowCount } = await client.query<pg.QueryResultRow>(text, parameters);
        return (command === 'UPDATE' || command === 'DELETE' ? [rows, rowCount] : rows) as never;
      } catch (error) {
        const cause = error instanceof Error ? error : new Error(String(error));
        // The driver gives no code to a statement whose answer never came.
        if (isBroken() && !('code' in cause)) Object.assign(cause, { code: CONNECTION_FAILURE });
        throw new QueryFailedError(text, parameters, cause);
      }
    },
  };
}

/** Takes connections from the pool of a data source. */
export async function takeConnection(dataSource: DataSource): Promise<TakenConnection> {
  const [client, giveBack] = await (dataSource.driver as unknown as Pool).obtainMasterConnection();
  let broken: Error | undefined;
  const listen = (error: Error): void => {
    broken = error;
  };
  client.on('error', listen);
  return {
    client,
    statements: statementsOn(client, () => broken !== undefined),
    release: () => {
      client.off('error', listen);
      giveBack(broken);
    },
  };
}

const isOutdated = (error: unknown): boolean =>
  error instanceof QueryFailedError &&
  (error.driverError as { readonly code?: unknown }).code === PREPARED_STATEMENT_OUTDATED;

/** Runs single statements, each on whatever connection is free. */
export function readingFrom(dataSource: DataSource): Transaction {
  return {
    query: async (text: string, parameters?: unknown[]) => {
      const connection = await takeConnection(dataSource);
      try {
        const { statements } = connection;
        return (await statements.query(text, parameters).catch((error: unknown) => {
          if (!isOutdated(error)) throw error;
          return statements.query(text, parameters);
        })) as never;
      } finally {
        connection.release();
      }
    },
  };
}

/**
 * One connection that many look-ups share: what is asked in one turn of the event loop travels together, and so do the answers.
 * It is taken out of the pool at the first look-up, and another one in its place when it breaks.
 */
class SharedConnection implements Transaction {
  private taken: Promise<TakenConnection> | null = null;

  constructor(private readonly dataSource: DataSource) {}

  readonly query = async (text: string, parameters?: unknown[]): Promise<never> => {
    const taken = this.taken ?? this.take();
    const { statements } = await taken;
    try {
      return (await statements.query(text, parameters)) as never;
    } catch (error) {
      if (isOutdated(error)) return (await statements.query(text, parameters)) as never;
      if (!isDatabaseUnavailable(error)) throw error;
      await this.drop(taken);
      // Once more: a look-up changes nothing, and the server may be there again.
      return (await (await (this.taken ?? this.take())).statements.query(text, parameters)) as never;
    }
  };

  async release(): Promise<void> {
    if (this.taken !== null) await this.drop(this.taken);
  }

  private take(): Promise<TakenConnection> {
    const taking = takeConnection(this.dataSource).then((connection) => {
      if (connection.client instanceof PreparingClient) connection.client.gatherForOneTurn();
      return connection;
    });
    this.taken = taking;
    taking.catch(() => {
      if (this.taken === taking) this.taken = null;
    });
    return taking;
  }

  private async drop(taken: Promise<TakenConnection>): Promise<void> {
    if (this.taken !== taken) return;
    this.taken = null;
    (await taken).release();
  }
}

const shared = new WeakMap<DataSource, SharedConnection>();

/** The connection of a data source that its look-ups share. */
export function sharedConnectionOf(dataSource: DataSource): Transaction {
  const present = shared.get(dataSource);
  if (present !== undefined) return present;
  const made = new SharedConnection(dataSource);
  shared.set(dataSource, made);
  return made;
}

/** Gives it back to the pool, which can be closed then. */
export async function releaseSharedConnection(dataSource: DataSource): Promise<void> {
  await shared.get(dataSource)?.release();
}
