import { statementOf } from './joint-statement.js';
import { lostToAnother, sqlState } from './sql-state.js';
import type { Lookups } from './transaction.js';

/** One of several things to write. */
export interface Write {
  /** INSERT, UPDATE, DELETE, or a SELECT that locks; no RETURNING. Its parameters are numbered from `$1`. */
  readonly text: string;
  readonly values: readonly unknown[];
  /** How many rows it MUST concern, else nothing of the whole is written; null: whatever there is. */
  readonly rows: number | null;
  /** Told when it has been written, though a transaction around it may still be rolled back. */
  readonly written?: () => void;
}

/** Thrown when nothing was written because something that was read before has changed: read and decide again. */
export class StaleWriteError extends Error {
  /** @param contended names what others change at the same time, e.g. the id of a stream */
  constructor(
    readonly contended: string,
    options: ErrorOptions,
  ) {
    super('What was read has changed meanwhile', options);
    this.name = 'StaleWriteError';
  }
}

/** SQLSTATEs by which a statement has lost besides: it waited too long for a lock, or what was to be new is there already. */
const LOST_TOO = new Set(['55P03', '23505']);

/**
 * Writes everything in one statement, all or nothing. Outside a transaction the statement is one of its own, so that what was
 * read before, decided, and written only if it still holds needs neither locks nor further round trips.
 *
 * No row MUST be concerned by two writes: a statement changes a row once. Rows are locked in the order given.
 *
 * @param contended what a loser waits for before it tries again, see `UnitOfWork.runOptimistically`
 * @throws StaleWriteError when a write concerned another number of rows, or what it inserts is there already
 */
export async function writeTogether(connection: Lookups, writes: readonly Write[], contended: string): Promise<void> {
  if (writes.length === 0) return;
  const text = statementOf(writes);
  const values = writes.flatMap((write) => write.values);
  try {
    await (connection.writing ?? connection).query(text, values);
  } catch (error) {
    if (lostToAnother(error) || LOST_TOO.has(sqlState(error) ?? ''))
      throw new StaleWriteError(contended, { cause: error });
    throw error;
  }
  for (const { written } of writes) written?.();
}
