import type pg from 'pg';

/** Where rows are kept beside the tables that they belong to. */
const KEPT = 'kept_rows';

/** Keeps the rows of tables within their database, for `rowsPutBack`. */
export async function keepRows(client: pg.Client, tables: readonly string[]): Promise<void> {
  await client.query(`CREATE SCHEMA ${KEPT}`);
  for (const table of tables) await client.query(`CREATE TABLE ${KEPT}."${table}" AS TABLE public."${table}"`);
}

/**
 * Statements for one transaction, of a session that is a replica: for it no trigger forbids them, nor do those of foreign keys.
 * @param emptied tables with other rows than they had
 * @param kept tables whose rows are kept
 */
export const rowsPutBack = (emptied: readonly string[], kept: readonly string[]): readonly string[] => [
  ...emptied.map((table) => `DELETE FROM public."${table}"`),
  ...kept.map((table) => `INSERT INTO public."${table}" OVERRIDING SYSTEM VALUE TABLE ${KEPT}."${table}"`),
];
