import { Injectable } from '@nestjs/common';
import type { Reading } from '../database/transaction.js';
import { trustedUntil } from '../providers/warnings/expiry.warnings.js';
import type { Expiring } from './expirations.schema.js';

interface TrustRow {
  readonly id: string;
  readonly name: string;
  readonly ca: string | null;
  readonly leaf: string | null;
}

/** What of a tenant expires before a time and is no credential of ours; reads the rows of others and writes none. */
@Injectable()
export class ExpirationsStore {
  /** Certificates that providers are trusted by; of several in one member the one that ends first. */
  async trust(reading: Reading, tenantId: string, before: Date): Promise<Expiring[]> {
    const rows: TrustRow[] = await reading.query(
      `SELECT p.id, p.name, r.configuration->'trust'->>'ca' AS ca, r.configuration->'trust'->>'leaf' AS leaf
         FROM provider p JOIN provider_revision r ON r.provider_id = p.id AND r.number = p.revision
        WHERE p.tenant_id = $1 AND p.archived_at IS NULL
          AND coalesce(r.configuration->'trust'->>'ca', r.configuration->'trust'->>'leaf') IS NOT NULL`,
      [tenantId],
    );
    return rows.flatMap(({ id, name, ca, leaf }) =>
      Object.entries({ ca, leaf }).flatMap(([member, pem]) =>
        trustedUntil(pem)
          .filter((expiresAt) => expiresAt <= before)
          .map((expiresAt) => ({ kind: 'provider_trust' as const, id, name, part: `$.trust.${member}`, expiresAt })),
      ),
    );
  }

  async apiKeys(reading: Reading, tenantId: string, now: Date, before: Date): Promise<Expiring[]> {
    const rows: { id: string; name: string; expires_at: Date }[] = await reading.query(
      `SELECT id, name, expires_at FROM api_key
        WHERE tenant_id = $1 AND revoked_at IS NULL AND expires_at > $2 AND expires_at <= $3`,
      [tenantId, now, before],
    );
    return rows.map(({ id, name, expires_at }) => ({ kind: 'api_key', id, name, part: null, expiresAt: expires_at }));
  }
}
