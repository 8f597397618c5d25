import type { SealedColumn } from '../secrets/sealed-column.js';
import type { SealContext } from '../secrets/sealing.js';

/** What this feature seals under the encryption key. */
export const sealedDeliveries: readonly SealedColumn[] = [
  { table: 'listener_secret', column: 'sealed', rowColumn: 'id', purpose: 'value' },
  { table: 'delivery_try', column: 'answer', rowColumn: 'id', purpose: 'answer' },
  { table: 'webhook_key', column: 'sealed', rowColumn: 'tenant_id', purpose: 'private key' },
];

export const listenerSecretContext = (tenantId: string, id: string): SealContext => ({
  tenantId,
  table: 'listener_secret',
  row: id,
  purpose: 'value',
});

export const answerContext = (tenantId: string, tryId: string): SealContext => ({
  tenantId,
  table: 'delivery_try',
  row: tryId,
  purpose: 'answer',
});

export const webhookKeyContext = (tenantId: string): SealContext => ({
  tenantId,
  table: 'webhook_key',
  row: tenantId,
  purpose: 'private key',
});
