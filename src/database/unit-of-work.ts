import { Injectable } from '@nestjs/common';
import { DataSource, QueryFailedError } from 'typeorm';
import { readingFrom, takeConnection } from './pooled-connections.js';
import { PREPARED_STATEMENT_OUTDATED } from './preparing-client.js';
import type { Transaction } from './transaction.js';

/**
 * SQLSTATE of a transaction that may be tried again. It lost to another (serialization failure, deadlock), or a migration changed
 * what a prepared statement answers.
 */
const RETRYABLE = new Set(['40001', '40P01', PREPARED_STATEMENT_OUTDATED]);
const TRIES = 4;

/** The SQLSTATE of a failed query, or null when the error is none. */
export function sqlState(error: unknown): string | null {
  if (!(error instanceof QueryFailedError)) return null;
  const code: unknown = (error.driverError as { code?: unknown }).code;
  return typeof code === 'string' ? code : null;
}

/** Whether an error says that a unique index, by name, already holds the value. */
export function violatesUnique(error: unknown, index: string): boolean {
  return (
    error instanceof QueryFailedError &&
    sqlState(error) === '23505' &&
    (error.driverError as { constraint?: unknown }).constraint === index
  );
}

const isPipelined = ({ options }: DataSource): boolean =>
  options.type === 'postgres' && (options.extra as { pipeline?: unknown } | undefined)?.pipeline === true;

/** Statements of open transactions that were sent and not waited for, in order. Absent: each statement is waited for. */
const unanswered = new WeakMap<Transaction, Promise<unknown>[]>();

/**
 * For a statement whose answer nothing in the transaction depends on: the transaction goes on at once, and commits only when the
 * statement has succeeded. Saves a round trip wherever the connection is pipelined, and waits where it is not.
 */
export async function beforeCommit(transaction: Transaction, statement: Promise<unknown>): Promise<void> {
  const statements = unanswered.get(transaction);
  if (statements === undefined) {
    await statement;
    return;
  }
  // It is looked at before the commit counts; until then nobody listens, which must not look like a forgotten failure.
  statement.catch(() => undefined);
  statements.push(statement);
}

/**
 * The only way to open a transaction (READ COMMITTED). Work that lost to another transaction is run again, so it MUST have no
 * effect but through its `Transaction`; it MUST NOT open another one or make a network call.
 */
@Injectable()
export class UnitOfWork {
  /** Reads outside any transaction: each query sees what is committed when it starts. */
  readonly reading: Transaction;
  private readonly pipelined: boolean;

  constructor(private readonly dataSource: DataSource) {
    this.pipelined = isPipelined(dataSource);
    this.reading = this.pipelined ? readingFrom(dataSource) : dataSource.manager;
  }

  async run<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await (this.pipelined ? this.pipeline(work) : this.dataSource.transaction(work));
      } catch (error) {
        if (attempt >= TRIES || !RETRYABLE.has(sqlState(error) ?? '')) throw error;
      }
    }
  }

  /**
   * A transaction on a pipelined connection: its start travels with the first statement, its commit with the last ones. The
   * server works through them in order and refuses everything after a failed one, the commit too.
   */
  private async pipeline<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const connection = await takeConnection(this.dataSource);
    const transaction = connection.statements;
    const statements: Promise<unknown>[] = [];
    try {
      unanswered.set(transaction, statements);
      await beforeCommit(transaction, transaction.query('START TRANSACTION'));
      const result = await work(transaction);
      await beforeCommit(transaction, transaction.query('COMMIT'));
      await Promise.all(statements);
      return result;
    } catch (error) {
      await transaction.query('ROLLBACK').catch(() => undefined);
      // What failed first explains the rest: everything after it was refused only because of it.
      const failed = (await Promise.allSettled(statements)).find(({ status }) => status === 'rejected');
      throw (failed as PromiseRejectedResult | undefined)?.reason ?? error;
    } finally {
      connection.release();
    }
  }

  /** Reads everything as it was at one moment, however long it takes. Nothing can be written. */
  async snapshot<T>(work: (reading: Transaction) => Promise<T>): Promise<T> {
    return this.dataSource.transaction('REPEATABLE READ', async (reading) => {
      await reading.query('SET TRANSACTION READ ONLY');
      return work(reading);
    });
  }
}
