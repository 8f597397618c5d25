import type { EntityManager } from 'typeorm';

/**
 * Where rows are found by a key, in passing. It may share a connection with others: nothing that locks, waits or walks through
 * many rows MUST be sent there. A `Reading` and a `Transaction` do as well.
 */
export interface Lookups {
  query: EntityManager['query'];
  /** For a single statement that writes; absent: the same connection. */
  readonly writing?: Pick<EntityManager, 'query'>;
  /**
   * The primary, where rows come from a copy that may be behind. Whether a person was erased, a key lives or a row is still there
   * MUST be asked there, and nothing of that taken from memory. Absent: the same connection.
   */
  readonly present?: Pick<EntityManager, 'query'>;
}

/** Where lists are read, by statements or by repositories: outside any transaction, in a snapshot, or in a `Transaction`. */
export interface Reading extends Lookups {
  getRepository: EntityManager['getRepository'];
}

declare const open: unique symbol;

/**
 * An open database transaction. Every store method that locks rows or depends on its own writes takes it as its first argument,
 * so that a use case decides what is written together. Only `UnitOfWork` makes one.
 */
export interface Transaction extends EntityManager {
  readonly [open]: true;
}
