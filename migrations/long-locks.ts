import type { QueryRunner } from 'typeorm';

/**
 * Changes of large tables while instances of the version before go on. What takes long takes no lock that stops reads or writes; what
 * takes such a lock is short, and does not wait for it long. Migrations that use these run outside a transaction (`transaction = false`)
 * and may be interrupted anywhere: they do nothing that cannot be done again.
 */

/** Milliseconds that a lock is waited for: whoever comes later waits behind. The migration is tried again after that. */
const LOCK_WAIT = 1_500;

/**
 * Builds an index beside reads and writes. One that was left half built by an earlier try is removed first.
 * @param definition all that follows CREATE INDEX CONCURRENTLY <name>
 */
export async function createIndex(
  runner: QueryRunner,
  name: string,
  definition: string,
  kind: '' | 'UNIQUE' = '',
): Promise<void> {
  await runner.query(`DROP INDEX CONCURRENTLY IF EXISTS ${name}`);
  await runner.query(`CREATE ${kind} INDEX CONCURRENTLY ${name} ${definition}`);
}

/** Runs statements that hold a table for a moment, in one transaction. */
export async function briefly(runner: QueryRunner, ...statements: readonly string[]): Promise<void> {
  await runner.startTransaction();
  try {
    await runner.query(`SET LOCAL lock_timeout = ${LOCK_WAIT}`);
    for (const statement of statements) await runner.query(statement);
    await runner.commitTransaction();
  } catch (error) {
    await runner.rollbackTransaction();
    throw error;
  }
}

/** Puts a check in the place of another: new rows are held to it at once, old ones are read beside the work of others. */
export async function replaceCheck(
  runner: QueryRunner,
  table: string,
  { before, after, condition }: { readonly before: string; readonly after: string; readonly condition: string },
): Promise<void> {
  await briefly(
    runner,
    `ALTER TABLE ${table} DROP CONSTRAINT IF EXISTS ${before}, DROP CONSTRAINT IF EXISTS ${after}`,
    `ALTER TABLE ${table} ADD CONSTRAINT ${after} CHECK (${condition}) NOT VALID`,
  );
  await runner.query(`ALTER TABLE ${table} VALIDATE CONSTRAINT ${after}`);
}
