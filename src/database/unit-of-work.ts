import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { failureOf, type Statement } from './driver/gathered-writes.js';
import { waitingPatiently } from './driver/patience.js';
import { readingFrom, runTogether, takeConnection } from './driver/pooled-connections.js';
import { isPreparedOutdated } from './driver/preparing-client.js';
import { lookupsOf } from './driver/shared-connections.js';
import { lostToAnother, sqlState } from './sql-state.js';
import { TIME_LIMITS } from './time-limits.js';
import type { Lookups, Reading, Transaction } from './transaction.js';
import { StaleWriteError } from './write-together.js';

const TRIES = 4;

/** Tries of work that reads first and writes if nothing has changed; all but the first wait for each other. */
const OPTIMISTIC_TRIES = 12;

/** Whether work may be tried again because its transaction was not committed and may well be the next time. */
const isRetryable = (error: unknown): boolean =>
  error instanceof StaleWriteError || lostToAnother(error) || isPreparedOutdated(sqlState(error));

/**
 * The only way to open a transaction (READ COMMITTED). Work that lost to another transaction is run again, so it MUST have no
 * effect but through its `Transaction`; it MUST NOT open another one or make a network call.
 */
@Injectable()
export class UnitOfWork {
  /** Reads outside any transaction: each query sees what is committed when it starts. */
  readonly reading: Reading;
  /** Reads outside any transaction, for a search that may take longer than a request usually waits. */
  readonly searching: Reading;
  /** For what finds few rows by a key, as every step of a login does. */
  readonly lookups: Lookups & Required<Pick<Lookups, 'writing'>>;
  /** The end of the last turn that somebody waits for, by what is contended. */
  private readonly turns = new Map<string, Promise<unknown>>();

  constructor(private readonly dataSource: DataSource) {
    this.reading = readingFrom(dataSource);
    this.searching = readingFrom(dataSource, TIME_LIMITS.search);
    this.lookups = lookupsOf(dataSource, this.reading);
  }

  /** @throws QueryFailedError when a statement takes longer than a request is made to wait */
  run<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.repeat(() => this.dataSource.transaction((manager) => work(manager as Transaction)));
  }

  /** For work in the background, whose statements may concern many rows. */
  runPatiently<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.repeat(() =>
      this.dataSource.transaction((manager) => waitingPatiently(manager, () => work(manager as Transaction))),
    );
  }

  /**
   * Statements that are known beforehand, as one transaction: on a server they travel together, and so do the answers. Each sees what
   * those before it have written, and what others had committed when its turn came: locks that one takes hold for all after it.
   * @returns what each answers, as `Transaction.query` does
   */
  runTogether(statements: readonly Statement[]): Promise<readonly unknown[]> {
    return this.repeat(async () => {
      const connection = await takeConnection(this.dataSource);
      try {
        const results = await runTogether(connection, statements);
        const answers = results.map((result) => {
          if (result.status === 'rejected') throw failureOf(result);
          return result.value;
        });
        // The last one is that of the commit.
        return answers.slice(0, -1);
      } finally {
        connection.release();
      }
    });
  }

  private async repeat<T>(run: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await run();
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
  async runOptimistically<T>(work: (lookups: Lookups, again: boolean) => Promise<T>): Promise<T> {
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

  /** Reads everything as it was at one moment, however long it takes. Nothing can be written. */
  async snapshot<T>(work: (reading: Reading) => Promise<T>): Promise<T> {
    return this.dataSource.transaction('REPEATABLE READ', async (reading) => {
      await reading.query('SET TRANSACTION READ ONLY');
      return work(reading);
    });
  }
}
