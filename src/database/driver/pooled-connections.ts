import type pg from 'pg';
import { type DataSource, QueryFailedError } from 'typeorm';
import { asError } from '../../errors/thrown.js';
import { sqlState } from '../sql-state.js';
import { tracedStatement } from '../traced-statement.js';
import type { Reading } from '../transaction.js';
import { isConnectionLost } from '../unavailable.js';
import { driverInternals } from './driver-internals.js';
import { failureOf, type Statement } from './gathered-writes.js';
import { isPreparedOutdated, PreparingClient } from './preparing-client.js';

type Statements = Pick<Reading, 'query'>;

/** A connection taken out of the pool. */
export interface TakenConnection {
  readonly client: pg.PoolClient;
  readonly statements: Statements;
  /** Whether it is known to be broken: nothing that is sent there arrives. */
  isBroken(): boolean;
  /** Gives it back; a broken one is closed. */
  release(): void;
}

/** Answers as TypeORM's `query` does, without the events that it has for subscribers: nobody subscribes, and each login pays. */
function statementsOn(client: pg.PoolClient, failed: (error: Error) => void): Statements {
  return {
    query: async (text: string, parameters?: unknown[]) => {
      try {
        const { command, rows, rowCount } = await client.query<pg.QueryResultRow>(text, parameters);
        return (command === 'UPDATE' || command === 'DELETE' ? [rows, rowCount] : rows) as never;
      } catch (error) {
        const cause = asError(error);
        if (isConnectionLost(cause)) failed(cause);
        throw new QueryFailedError(text, parameters, cause);
      }
    },
  };
}

/** Takes connections from the pool of a data source. */
export async function takeConnection(dataSource: DataSource): Promise<TakenConnection> {
  const [client, giveBack] = await driverInternals.takeFromPool(dataSource);
  const limit = client instanceof PreparingClient ? client.statementLimit : 0;
  let broken: Error | undefined;
  const listen = (error: Error): void => {
    broken = error;
  };
  client.on('error', listen);
  return {
    client,
    statements: statementsOn(client, listen),
    isBroken: () => broken !== undefined,
    release: () => {
      client.off('error', listen);
      allow(client, limit);
      giveBack(broken);
    },
  };
}

/** Lets each statement of a connection to a server take longer, or less long, until the connection is given back. */
function allow(client: pg.ClientBase, statementLimit: number): void {
  if (client instanceof PreparingClient) client.statementLimit = statementLimit;
}

/** Runs one statement that is a transaction of its own: what was prepared and is outdated is sent once more, and then unprepared. */
export async function runSingle(
  { statements }: TakenConnection,
  text: string,
  parameters?: unknown[],
): Promise<unknown> {
  try {
    return await statements.query(text, parameters);
  } catch (error) {
    if (!isPreparedOutdated(sqlState(error))) throw error;
    return statements.query(text, parameters);
  }
}

/**
 * Runs several statements as one transaction. When all are fulfilled it is committed, otherwise nothing was done; the last result is that
 * of the commit. To a server they are sent at once, so that nothing else on this connection comes between.
 * @throws when nobody knows
 */
export async function runTogether(
  { client, statements: { query } }: TakenConnection,
  statements: readonly Statement[],
): Promise<readonly PromiseSettledResult<unknown>[]> {
  const all: readonly Statement[] = [
    { text: 'BEGIN', parameters: undefined },
    ...statements,
    { text: 'COMMIT', parameters: undefined },
  ];
  const ask = ({ text, parameters }: Statement): Promise<unknown> => query(text, parameters);
  const results =
    client instanceof PreparingClient ? await Promise.allSettled(all.map(ask)) : await oneAfterTheOther(all, ask);
  const [begun, ...others] = results;
  // Not begun, each statement was a transaction of its own; of a lost connection nobody knows.
  if (begun?.status === 'rejected') throw begun.reason as Error;
  const lost = others.find((result) => isConnectionLost(failureOf(result)));
  if (lost?.status === 'rejected') throw lost.reason as Error;
  return others;
}

/** The embedded database answers one statement before it is asked the next. */
async function oneAfterTheOther(
  statements: readonly Statement[],
  ask: (statement: Statement) => Promise<unknown>,
): Promise<readonly PromiseSettledResult<unknown>[]> {
  const results: PromiseSettledResult<unknown>[] = [];
  for (const statement of statements) results.push(...(await Promise.allSettled([ask(statement)])));
  return results;
}

/**
 * Runs single statements, each on whatever connection is free; repositories take one from the same pool.
 * @param statementLimit milliseconds that a statement may take on a server; absent: those of the pool
 */
export function readingFrom(dataSource: DataSource, statementLimit?: number): Reading {
  const { manager } = dataSource;
  return {
    query: (text: string, parameters?: unknown[]) =>
      tracedStatement(text, async () => {
        const connection = await takeConnection(dataSource);
        if (statementLimit !== undefined) allow(connection.client, statementLimit);
        try {
          return (await runSingle(connection, text, parameters)) as never;
        } finally {
          connection.release();
        }
      }),
    getRepository: manager.getRepository.bind(manager),
  };
}
