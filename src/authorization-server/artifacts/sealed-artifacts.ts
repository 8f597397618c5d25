import type { SealedColumn } from '../../secrets/sealed-column.js';

/** What this room seals under the encryption key. */
export const sealedAuthorizationServer: readonly SealedColumn[] = [
  { table: 'oauth_artifact', column: 'sealed', rowColumn: 'id', purpose: 'payload' },
  { table: 'oauth_signing_key', column: 'sealed', rowColumn: 'id', purpose: 'private key' },
];

/** Stands where a row belongs to no tenant. */
export const NO_TENANT = '00000000-0000-0000-0000-000000000000';
