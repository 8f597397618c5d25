import type { SealedColumn } from '../secrets/sealed-column.js';

/** What this feature seals under the encryption key. */
export const sealedOutboundAuthentication: readonly SealedColumn[] = [
  { table: 'client_certificate_key', column: 'sealed', rowColumn: 'id', purpose: 'private key' },
  { table: 'external_authentication_secret', column: 'sealed', rowColumn: 'id', purpose: 'value' },
];
