import { Injectable } from '@nestjs/common';
import type { Reading, Transaction } from '../../database/transaction.js';
import type { ExpiringCredential } from './expiry-sources.js';

interface WarningRow {
  readonly tenant_id: string;
  readonly subject_id: string;
  readonly part: string;
  readonly expires_at: Date;
  readonly warned_days: number;
}

/** A certificate that stands in a configuration: `purpose` is its JSON path there. */
export type ConfiguredCertificate = Omit<ExpiringCredential, 'id' | 'warnedDays'>;

const keyOf = (tenantId: string, id: string, part: string, expiresAt: Date): string =>
  [tenantId, id, part, expiresAt.getTime()].join(' ');

/** Remembers warnings of what has no row of its own that could. */
@Injectable()
export class ExpiryWarningStore {
  /** @param kind of the owners of all of them */
  async withWarnings(
    reading: Reading,
    kind: string,
    certificates: readonly ConfiguredCertificate[],
  ): Promise<readonly ExpiringCredential[]> {
    if (certificates.length === 0) return [];
    const tenantIds = [...new Set(certificates.map(({ tenantId }) => tenantId))];
    const rows: WarningRow[] = await reading.query(
      'SELECT tenant_id, subject_id, part, expires_at, warned_days FROM expiry_warning WHERE tenant_id = ANY($1) AND kind = $2',
      [tenantIds, kind],
    );
    const warned = new Map(
      rows.map((row) => [keyOf(row.tenant_id, row.subject_id, row.part, row.expires_at), row.warned_days]),
    );
    return certificates.map((one) => ({
      ...one,
      id: `${one.owner.id} ${one.purpose}`,
      warnedDays: warned.get(keyOf(one.tenantId, one.owner.id, one.purpose, one.expiresAt)) ?? null,
    }));
  }

  /** As `ExpirySource.claimWarning`. */
  async claim(transaction: Transaction, credential: ExpiringCredential, days: number): Promise<boolean> {
    const { tenantId, owner, purpose, expiresAt } = credential;
    const rows: unknown[] = await transaction.query(
      `INSERT INTO expiry_warning (tenant_id, kind, subject_id, part, expires_at, warned_days)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (tenant_id, kind, subject_id, part, expires_at) DO UPDATE SET warned_days = EXCLUDED.warned_days
         WHERE expiry_warning.warned_days > EXCLUDED.warned_days
       RETURNING 1`,
      [tenantId, owner.kind, owner.id, purpose, expiresAt, days],
    );
    return rows.length > 0;
  }
}
