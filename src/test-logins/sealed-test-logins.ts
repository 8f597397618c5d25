import type { SealedColumn } from '../secrets/sealed-column.js';

/** What this feature seals under the encryption key. */
export const sealedTestLogins: readonly SealedColumn[] = [
  { table: 'test_login', column: 'sample', rowColumn: 'id', purpose: 'sample' },
  { table: 'test_login', column: 'first_steps', rowColumn: 'id', purpose: 'first_steps' },
  { table: 'test_login', column: 'report', rowColumn: 'id', purpose: 'report' },
];
