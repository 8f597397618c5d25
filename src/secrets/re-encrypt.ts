import type { DataSource } from 'typeorm';
import type { SealedColumn } from './sealed-column.js';
import type { Sealing } from './sealing.js';

/** Rows per step. Each step is short, so that the service goes on beside it. */
const BATCH = 500;

/** The key id within sealed bytes: after one byte of format, eight bytes (see `Sealing`). */
const KEY_ID = (column: string): string => `substring(${column} FROM 2 FOR 8)`;

interface SealedRow {
  readonly row: string;
  readonly tenant_id: string;
  readonly bytes: Buffer;
}

/** How many values of one column each key has sealed. */
export interface ColumnKeys {
  readonly column: SealedColumn;
  readonly valuesByKeyId: ReadonlyMap<string, number>;
}

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

async function nextRows(dataSource: DataSource, column: SealedColumn, keyId: string): Promise<readonly SealedRow[]> {
  return dataSource.query(
    `SELECT ${column.rowColumn}::text AS row, tenant_id::text, ${column.column} AS bytes FROM ${column.table}
      WHERE ${column.column} IS NOT NULL AND ${KEY_ID(column.column)} <> decode($1, 'hex') LIMIT ${BATCH}`,
    [keyId],
  );
}

/**
 * Seals everything that older keys have sealed with the current key. It can be stopped and started again at any time, and the
 * service may run beside it: a value that changes meanwhile is left as it is, since the service seals with the current key.
 *
 * @param onProgress told after each step how many values of the column are done
 * @throws SealBrokenError when a value does not open: its key is not configured, or it was changed
 */
export async function reEncrypt(
  dataSource: DataSource,
  sealing: Sealing,
  columns: readonly SealedColumn[],
  onProgress: (column: SealedColumn, done: number) => void = () => undefined,
): Promise<void> {
  for (const column of columns) {
    let done = 0;
    for (;;) {
      const rows = await nextRows(dataSource, column, sealing.currentKeyId);
      if (rows.length === 0) break;
      for (const { row, tenant_id: tenantId, bytes } of rows) {
        const context = { tenantId, table: column.table, row, purpose: column.purpose };
        const sealed = sealing.seal(sealing.open(bytes, context), context);
        await dataSource.query(
          `UPDATE ${column.table} SET ${column.column} = $3 WHERE ${column.rowColumn} = $1 AND ${column.column} = $2`,
          [row, bytes, sealed],
        );
      }
      done += rows.length;
      onProgress(column, done);
    }
  }
}
