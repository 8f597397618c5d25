import type { DataSource } from 'typeorm';
import type { SealedColumn } from './sealed-column.js';
import { nextSealedOtherwise, replaceSealed } from './sealed-values.store.js';
import type { Sealing } from './sealing.js';

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
      const values = await nextSealedOtherwise(dataSource, column, sealing.currentKeyId);
      if (values.length === 0) break;
      for (const value of values) {
        const context = { tenantId: value.tenantId, table: column.table, row: value.row, purpose: column.purpose };
        await replaceSealed(dataSource, column, value, sealing.seal(sealing.open(value.bytes, context), context));
      }
      done += values.length;
      onProgress(column, done);
    }
  }
}
