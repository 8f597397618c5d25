import type { EntityManager } from 'typeorm';

/**
 * An open database transaction, or a plain reading connection. Every store method takes it as its first argument, so that
 * a use case decides what is written together. Only `UnitOfWork` makes one.
 */
export type Transaction = Pick<EntityManager, 'query'>;

/** For what finds few rows by a key, in passing: it may share a connection with others. Nothing that waits MUST be sent there. */
export interface Lookups extends Transaction {
  /** For a single statement that writes. */
  readonly writing: Transaction;
}
