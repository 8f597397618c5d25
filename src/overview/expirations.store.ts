import { Injectable } from '@nestjs/common';
import type { Reading } from '../database/transaction.js';
import type { Expiring } from './expirations.schema.js';

/** What of a tenant expires before a time and is no credential of ours; reads the rows of others and writes none. */
@Injectable()
export class ExpirationsStore {
  async apiKeys(reading: Reading, tenantId: string, now: Date, before: Date): Promise<Expiring[]> {
    const rows: { id: string; name: string; expires_at: Date }[] = await reading.query(
      `SELECT id, name, expires_at FROM api_key
        WHERE tenant_id = $1 AND revoked_at IS NULL AND expires_at > $2 AND expires_at <= $3`,
      [tenantId, now, before],
    );
    return rows.map(({ id, name, expires_at }) => ({ kind: 'api_key', id, name, part: null, expiresAt: expires_at }));
  }
}
