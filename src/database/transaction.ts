import type { EntityManager } from 'typeorm';

/**
 * An open database transaction, or a plain reading connection. Every store method takes it as its first argument, so that
 * a use case decides what is written together. Only `UnitOfWork` makes one.
 */
export type Transaction = Pick<EntityManager, 'query'>;

/** Where what is read in passing shares one connection, for what finds few rows by a key. Nothing that waits MUST be sent there. */
export interface Lookups extends Transaction {
  /** A connection of one's own for a single statement, which may wait for locks and for the disk. */
  readonly own: Transaction;
}
