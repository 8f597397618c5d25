import type { DataSource } from 'typeorm';
import type { SealedColumn } from './sealed-column.js';

/** Values per step. Each step is short, so that the service goes on beside it. */
const BATCH = 500;

/** The key id within sealed bytes: after one byte of format, eight bytes (see `Sealing`). */
const KEY_ID = (column: string): string => `substring(${column} FROM 2 FOR 8)`;

/** A sealed value where it stands. */
interface SealedValue {
  readonly row: string;
  readonly tenantId: string;
  readonly bytes: Buffer;
}

/** How many values of one column each key has sealed. */
interface ColumnKeys {
  readonly column: SealedColumn;
  readonly valuesByKeyId: ReadonlyMap<string, number>;
}

// The encryption key is the service's: here the sealed columns of every room are read and written, of all tenants.

/** Which keys have sealed what is stored. */
export async function readKeyUse(dataSource: DataSource, columns: readonly SealedColumn[]): Promise<ColumnKeys[]> {
  const found: ColumnKeys[] = [];
  for (const column of columns) {
    const rows: { key_id: string; count: string }[] = await dataSource.query(
      `SELECT encode(${KEY_ID(column.column)}, 'hex') AS key_id, count(*) AS count FROM ${column.table}
        WHERE ${column.column} IS NOT NULL GROUP BY 1 ORDER BY 1`,
    );
    found.push({ column, valuesByKeyId: new Map(rows.map((row) => [row.key_id, Number(row.count)])) });
  }
  return found;
}

/** Some values of a column that another key has sealed. */
export async function nextSealedOtherwise(
  dataSource: DataSource,
  column: SealedColumn,
  keyId: string,
): Promise<readonly SealedValue[]> {
  return dataSource.query(
    `SELECT ${column.rowColumn}::text AS row, tenant_id::text AS "tenantId", ${column.column} AS bytes FROM ${column.table}
      WHERE ${column.column} IS NOT NULL AND ${KEY_ID(column.column)} <> decode($1, 'hex') LIMIT ${BATCH}`,
    [keyId],
  );
}

/** Writes a value sealed anew, unless it has changed meanwhile. */
export async function replaceSealed(
  dataSource: DataSource,
  column: SealedColumn,
  { row, bytes }: SealedValue,
  sealed: Buffer,
): Promise<void> {
  await dataSource.query(
    `UPDATE ${column.table} SET ${column.column} = $3 WHERE ${column.rowColumn} = $1 AND ${column.column} = $2`,
    [row, bytes, sealed],
  );
}
