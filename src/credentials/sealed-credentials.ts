import type { SealedColumn } from '../secrets/sealed-column.js';

/** What this feature seals under the encryption key. */
export const sealedCredentials: readonly SealedColumn[] = [
  { table: 'credential', column: 'sealed', rowColumn: 'id', purpose: 'value' },
];
