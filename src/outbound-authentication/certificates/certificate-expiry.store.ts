import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type ExpiringCredential, type ExpirySource, ExpirySources } from '../../credentials/upkeep/expiry-sources.js';
import type { Reading, Transaction } from '../../database/transaction.js';

interface ExpiringRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly owner_id: string;
  readonly name: string;
  readonly version: number;
  readonly not_after: Date;
  readonly expiry_warned_days: number | null;
}

/** The expiries of client certificates. */
@Injectable()
export class CertificateExpiryStore implements ExpirySource, OnModuleInit {
  readonly kind = 'client_certificate';

  constructor(private readonly sources: ExpirySources) {}

  onModuleInit(): void {
    this.sources.register(this);
  }

  /** One whose successor is installed, lasts longer and is used before it ends is on its way out. */
  async listExpiring(reading: Reading, before: Date, tenantId: string | null): Promise<readonly ExpiringCredential[]> {
    const rows: ExpiringRow[] = await reading.query(
      `SELECT key.id, key.tenant_id, named.id AS owner_id, named.name, key.version, key.not_after, key.expiry_warned_days
         FROM client_certificate_key AS key JOIN client_certificate AS named ON named.id = key.client_certificate_id
        WHERE key.not_after <= $1 AND ($2::uuid IS NULL OR key.tenant_id = $2) AND NOT EXISTS (
          SELECT 1 FROM client_certificate_key AS next
           WHERE next.client_certificate_id = key.client_certificate_id AND next.version > key.version
             AND next.not_after > key.not_after AND greatest(next.usable_from, next.not_before) <= key.not_after)
        ORDER BY key.not_after, key.id`,
      [before, tenantId],
    );
    return rows.map((row) => ({
      id: row.id,
      tenantId: row.tenant_id,
      owner: { kind: 'client_certificate', id: row.owner_id, name: row.name },
      purpose: 'client_certificate',
      version: row.version,
      expiresAt: row.not_after,
      warnedDays: row.expiry_warned_days,
    }));
  }

  async claimWarning(transaction: Transaction, { tenantId, id }: ExpiringCredential, days: number): Promise<boolean> {
    const [, claimed]: [unknown, number] = await transaction.query(
      `UPDATE client_certificate_key SET expiry_warned_days = $3
        WHERE id = $1 AND tenant_id = $2 AND (expiry_warned_days IS NULL OR expiry_warned_days > $3)`,
      [id, tenantId, days],
    );
    return claimed === 1;
  }
}
