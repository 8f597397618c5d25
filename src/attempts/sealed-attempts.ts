import type { SealedColumn } from '../secrets/sealed-column.js';

/** What this feature seals under the encryption key. */
export const sealedAttempts: readonly SealedColumn[] = [
  { table: 'attempt', column: 'secrets', rowColumn: 'id', purpose: 'secrets' },
  { table: 'attempt', column: 'report', rowColumn: 'id', purpose: 'report' },
];
