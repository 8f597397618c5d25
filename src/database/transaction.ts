import type { EntityManager } from 'typeorm';

/**
 * An open database transaction, or a plain reading connection. Every store method takes it as its first argument, so that
 * a use case decides what is written together. Only `UnitOfWork` makes one.
 */
export type Transaction = Pick<EntityManager, 'query'>;
