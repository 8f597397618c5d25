/**
 * A column whose bytes are sealed under the service's encryption key for the context of tenant, table, row and purpose. Each
 * feature lists its own, so that rotating the key reaches them all. (What is sealed under a data key is not listed: its key is.)
 */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** The column that identifies the row, and is `row` of the context. */
  readonly rowColumn: 'id' | 'tenant_id';
  readonly purpose: string;
}

/** The columns of this feature. */
export const sealedKeys: readonly SealedColumn[] = [
  { table: 'data_key', column: 'sealed', rowColumn: 'id', purpose: 'data key' },
  { table: 'keyed_hash_key', column: 'sealed', rowColumn: 'tenant_id', purpose: 'keyed hash' },
];
