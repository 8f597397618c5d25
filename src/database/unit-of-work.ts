import { Injectable } from '@nestjs/common';
import { DataSource, QueryFailedError } from 'typeorm';
import type { Transaction } from './transaction.js';

/** SQLSTATE of a transaction that lost to another and may be tried again: serialization failure, deadlock. */
const RETRYABLE = new Set(['40001', '40P01']);
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

/**
 * The only way to open a transaction (READ COMMITTED). Work that lost to another transaction is run again, so it MUST have no
 * effect but through its `Transaction`; it MUST NOT open another one or make a network call.
 */
@Injectable()
export class UnitOfWork {
  constructor(private readonly dataSource: DataSource) {}

  async run<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.dataSource.transaction(work);
      } catch (error) {
        if (attempt >= TRIES || !RETRYABLE.has(sqlState(error) ?? '')) throw error;
      }
    }
  }

  /** Reads everything as it was at one moment, however long it takes. Nothing can be written. */
  async snapshot<T>(work: (reading: Transaction) => Promise<T>): Promise<T> {
    return this.dataSource.transaction('REPEATABLE READ', async (reading) => {
      await reading.query('SET TRANSACTION READ ONLY');
      return work(reading);
    });
  }

  /** Reads outside any transaction: each query sees what is committed when it starts. */
  get reading(): Transaction {
    return this.dataSource.manager;
  }
}
