import { QueryFailedError } from 'typeorm';

/** The SQLSTATE of a failed query, or null when the error is none. */
export function sqlState(error: unknown): string | null {
  if (!(error instanceof QueryFailedError)) return null;
  const code: unknown = (error.driverError as { code?: unknown }).code;
  return typeof code === 'string' ? code : null;
}

/** Whether a statement lost to another transaction: serialization failure, deadlock. */
export const lostToAnother = (error: unknown): boolean => ['40001', '40P01'].includes(sqlState(error) ?? '');

/** Whether a statement gave up waiting for a lock (`lock_timeout`). */
export const lockWasNotFree = (error: unknown): boolean => sqlState(error) === '55P03';

/** Whether an error says that a unique index, by name, already holds the value. */
export function violatesUnique(error: unknown, index: string): boolean {
  return (
    error instanceof QueryFailedError &&
    sqlState(error) === '23505' &&
    (error.driverError as { constraint?: unknown }).constraint === index
  );
}
