import { Injectable } from '@nestjs/common';
import type { Reading, Transaction } from '../../database/transaction.js';

/** The rows of tenants' signing keys, one each. */
@Injectable()
export class WebhookKeyStore {
  /** Keeps the key of a tenant that has none. */
  async insertFirst(
    transaction: Transaction,
    tenantId: string,
    key: { readonly sealed: Buffer; readonly publicKey: Buffer },
    now: Date,
  ): Promise<void> {
    await transaction.query(
      `INSERT INTO webhook_key (tenant_id, sealed, public_key, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
      [tenantId, key.sealed, key.publicKey, now],
    );
  }

  async find(
    reading: Reading,
    tenantId: string,
  ): Promise<{ readonly sealed: Buffer; readonly publicKey: Buffer } | null> {
    const rows: { sealed: Buffer; public_key: Buffer }[] = await reading.query(
      'SELECT sealed, public_key FROM webhook_key WHERE tenant_id = $1',
      [tenantId],
    );
    return rows[0] === undefined ? null : { sealed: rows[0].sealed, publicKey: rows[0].public_key };
  }
}
