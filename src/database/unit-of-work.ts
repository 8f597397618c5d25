import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { readingFrom, takeConnection } from './pooled-connections.js';
import { isPreparedOutdated } from './preparing-client.js';
import { sharedConnectionsOf } from './shared-connections.js';
import { lostToAnother, sqlState } from './sql-state.js';
import type { Lookups, Transaction } from './transaction.js';
import { StaleWriteError } from './write-together.js';

const TRIES = 4;

/** Tries of work that reads first and writes if nothing has changed; all but the first wait for each other. */
const OPTIMISTIC_TRIES = 12;

/** Whether work may be tried again because its transaction was not committed and may well be the next time. */
const isRetryable = (error: unknown): boolean =>
  error instanceof StaleWriteError || lostToAnother(error) || isPreparedOutdated(sqlState(error));

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
  /** The same for what finds few rows by a key, as every step of a login does. */
  readonly lookups: Lookups;
  private readonly pipelined: boolean;
  /** The end of the last turn that somebody waits for, by what is contended. */
  private readonly turns = new Map<string, Promise<unknown>>();

  constructor(private readonly dataSource: DataSource) {
    this.pipelined = isPipelined(dataSource);
    this.reading = this.pipelined ? readingFrom(dataSource) : dataSource.manager;
    const { lookUp, write } = sharedConnectionsOf(dataSource, this.reading);
    this.lookups = { query: lookUp, writing: { query: write } };
  }

  async run<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await (this.pipelined ? this.pipeline(work) : this.dataSource.transaction(work));
      } catch (error) {
        if (attempt >= TRIES || !isRetryable(error)) throw error;
      }
    }
  }

  /**
   * For work that reads, decides, and writes with one `writeTogether` as its last statement: nothing is locked and nothing is left
   * open between. When something has changed meanwhile it is run again, from then on one after the other with whoever else
   * has lost the same way, so that a crowd at one envelope comes to an end.
   *
   * The work MUST have no effect but through its `Transaction`.
   * @param work `again` tells that an earlier try has lost: what the caller knew before MUST be read anew
   */
  async runOptimistically<T>(work: (reading: Transaction | Lookups, again: boolean) => Promise<T>): Promise<T> {
    let contended: string | null = null;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await (contended === null
          ? work(this.lookups, false)
          : this.inTurn(contended, (own) => work(own, true)));
      } catch (error) {
        if (attempt >= OPTIMISTIC_TRIES || !(error instanceof StaleWriteError)) throw error;
        contended = error.contended;
      }
    }
  }

  /** Whoever waits for others of this instance holds no connection meanwhile: a crowd would take all there are. */
  private async inTurn<T>(contended: string, work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const before = this.turns.get(contended) ?? Promise.resolve();
    const turn = before.then(() =>
      this.run(async (transaction) => {
        await transaction.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [contended]);
        return work(transaction);
      }),
    );
    const ended = Promise.allSettled([turn]);
    this.turns.set(contended, ended);
    try {
      return await turn;
    } finally {
      if (this.turns.get(contended) === ended) this.turns.delete(contended);
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
