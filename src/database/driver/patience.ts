import type { EntityManager } from 'typeorm';
import { TIME_LIMITS } from '../time-limits.js';
import { PreparingClient } from './preparing-client.js';

/** Lets each statement of an open transaction take as long as work over many rows may. The embedded database has no limits. */
export async function waitingPatiently<T>(manager: EntityManager, work: () => Promise<T>): Promise<T> {
  const client: unknown = await manager.queryRunner?.connect();
  if (!(client instanceof PreparingClient)) return work();
  const usual = client.statementLimit;
  client.statementLimit = TIME_LIMITS.batch;
  try {
    await manager.query(`SET LOCAL statement_timeout = ${TIME_LIMITS.batch}`);
    return await work();
  } finally {
    client.statementLimit = usual;
  }
}
