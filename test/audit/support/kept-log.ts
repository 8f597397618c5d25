import { rm, writeFile } from 'node:fs/promises';
import type pg from 'pg';
import { keepRows, rowsPutBack } from '../../support/database/kept-rows.js';
import type { AuditParts } from './audit-parts.js';

const TABLES = `SELECT relname AS name FROM pg_class
  WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND (relname LIKE 'audit\\_%' OR relname = 'data_key')`;

const CONSTRAINTS = `SELECT conrelid::regclass::text AS of, conname AS name, pg_get_constraintdef(oid) AS definition FROM pg_constraint
  WHERE connamespace = 'public'::regnamespace`;

interface Constraint {
  readonly of: string;
  readonly name: string;
  readonly definition: string;
}

/**
 * A log as it was when it was kept, to be put back whatever was done to it: that is a fifth of the work of a database of its own for
 * each test.
 */
export class KeptLog {
  private constructor(
    private readonly superuser: pg.Client,
    private readonly parts: AuditParts,
    private readonly tables: readonly string[],
    private readonly constraints: readonly Constraint[],
    /** null: nothing was published. */
    private readonly published: string | null,
  ) {}

  /** @param superuser a connection that is used until the last `putBack`; no trigger fires for it any more */
  static async of(parts: AuditParts, superuser: pg.Client): Promise<KeptLog> {
    // The triggers deter; they do not stop a superuser.
    await superuser.query('SET session_replication_role = replica');
    const tables = (await superuser.query<{ name: string }>(TABLES)).rows.map(({ name }) => name);
    await keepRows(superuser, tables);
    const { rows } = await superuser.query<Constraint>(CONSTRAINTS);
    return new KeptLog(superuser, parts, tables, rows, await parts.published.read());
  }

  async putBack(): Promise<void> {
    const present = new Set((await this.superuser.query<Constraint>(CONSTRAINTS)).rows.map(({ name }) => name));
    const dropped = this.constraints.filter(({ name }) => !present.has(name));
    // One transaction.
    await this.superuser.query(
      [
        ...rowsPutBack(this.tables, this.tables),
        ...dropped.map(({ of, name, definition }) => `ALTER TABLE ${of} ADD CONSTRAINT ${name} ${definition}`),
      ].join('; '),
    );
    const { place } = this.parts.published;
    await (this.published === null ? rm(place, { force: true }) : writeFile(place, this.published));
  }
}
