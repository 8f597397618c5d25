import { Injectable } from '@nestjs/common';
import { ConfiguredExpiries } from '../../credentials/upkeep/configured-expiries.js';
import { ExpirySources } from '../../credentials/upkeep/expiry-sources.js';
import { type ConfiguredCertificate, ExpiryWarningStore } from '../../credentials/upkeep/expiry-warning.store.js';
import type { Reading } from '../../database/transaction.js';
import { trustedUntil } from '../configuration/trusted-until.js';

interface TrustRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly name: string;
  readonly revision: number;
  readonly ca: string | null;
  readonly leaf: string | null;
}

/** Certificates that providers are trusted by; of several in one member the one that ends first. */
@Injectable()
export class ProviderTrustExpiryStore extends ConfiguredExpiries {
  override readonly kind = 'provider_trust';

  constructor(sources: ExpirySources, warnings: ExpiryWarningStore) {
    super(sources, warnings, 'provider');
  }

  protected override async inUse(reading: Reading, tenantId: string | null): Promise<readonly ConfiguredCertificate[]> {
    const rows: TrustRow[] = await reading.query(
      `SELECT p.id, p.tenant_id, p.name, p.revision, r.configuration->'trust'->>'ca' AS ca,
              r.configuration->'trust'->>'leaf' AS leaf
         FROM provider p JOIN provider_revision r ON r.provider_id = p.id AND r.number = p.revision
        WHERE ($1::uuid IS NULL OR p.tenant_id = $1) AND p.archived_at IS NULL
          AND coalesce(r.configuration->'trust'->>'ca', r.configuration->'trust'->>'leaf') IS NOT NULL`,
      [tenantId],
    );
    return rows.flatMap(({ id, tenant_id, name, revision, ca, leaf }) =>
      Object.entries({ ca, leaf }).flatMap(([member, pem]) =>
        trustedUntil(pem).map((expiresAt) => ({
          tenantId: tenant_id,
          owner: { kind: 'provider', id, name },
          purpose: `$.trust.${member}`,
          version: revision,
          expiresAt,
        })),
      ),
    );
  }
}
