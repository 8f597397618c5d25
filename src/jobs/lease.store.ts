import { randomUUID } from 'node:crypto';
import type { Lookups, Transaction } from '../database/transaction.js';

/**
 * A table whose rows are work that is handed out among instances. It MUST have the columns `due_at` (when there is something to
 * do; null: nothing), `leased_until` and `lease` (uuid).
 */
interface LeasedTable {
  readonly table: string;
  readonly key: string;
  /** SQL that every row to be handed out has to fulfil. */
  readonly condition: string;
}

/** A row that is this instance's until the time that the database has noted. */
export interface Lease {
  readonly row: string;
  /** Proves at each write that nobody else was given the row meanwhile. */
  readonly id: string;
}

/** Seconds for which a row is handed out. Whoever is killed keeps its rows from the others for so long. */
export const LEASE_SECONDS = 15;

/** SQL for the end of a lease that begins or is prolonged now. */
export const LEASED_UNTIL = `clock_timestamp() + interval '${LEASE_SECONDS} seconds'`;

/**
 * Hands out rows among instances: a row lock decides who gets one, a lease in the row who has it. Nothing is locked while the
 * work is done, and no transaction is open. Leases are timed by the database's clock alone; when something is due, by the caller's.
 */
export class LeaseStore {
  constructor(private readonly of: LeasedTable) {}

  /** Takes rows that are due and that nobody has, the longest due ones first: one statement, in a transaction or its own. */
  async claim(writing: Pick<Lookups, 'query'>, now: Date, limit: number): Promise<readonly Lease[]> {
    const { table, key, condition } = this.of;
    const id = randomUUID();
    const [rows]: [{ row: string }[], number] = await writing.query(
      `UPDATE ${table} SET lease = $1, leased_until = ${LEASED_UNTIL} WHERE ${key} IN (
        SELECT ${key} FROM ${table}
        WHERE due_at <= $2 AND (leased_until IS NULL OR leased_until < clock_timestamp()) AND ${condition}
        ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED)
      RETURNING ${key} AS row`,
      [id, now, limit],
    );
    return rows.map(({ row }) => ({ row, id }));
  }

  /**
   * Locks a row that was handed out, until the transaction ends, and prolongs the lease.
   * @returns false when the lease is lost: nothing MUST be written then
   */
  async hold(transaction: Transaction, lease: Lease): Promise<boolean> {
    const { table, key } = this.of;
    const [, held]: [unknown, number] = await transaction.query(
      `UPDATE ${table} SET leased_until = ${LEASED_UNTIL} WHERE ${key} = $1 AND lease = $2 AND leased_until > clock_timestamp()`,
      [lease.row, lease.id],
    );
    return held === 1;
  }
}

/** SQL that takes a row from whoever has it: what they write afterwards is refused. */
export const WITHOUT_LEASE = 'lease = NULL, leased_until = NULL';
