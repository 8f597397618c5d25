import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type ExpiringCredential, type ExpirySource, ExpirySources } from '../../credentials/upkeep/expiry-sources.js';
import { ExpiryWarningStore } from '../../credentials/upkeep/expiry-warning.store.js';
import type { Reading, Transaction } from '../../database/transaction.js';
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
export class ProviderTrustExpiryStore implements ExpirySource, OnModuleInit {
  constructor(
    private readonly sources: ExpirySources,
    private readonly warnings: ExpiryWarningStore,
  ) {}

  onModuleInit(): void {
    this.sources.register(this);
  }

  async listExpiring(reading: Reading, before: Date, tenantId: string | null): Promise<readonly ExpiringCredential[]> {
    const rows: TrustRow[] = await reading.query(
      `SELECT p.id, p.tenant_id, p.name, p.revision, r.configuration->'trust'->>'ca' AS ca,
              r.configuration->'trust'->>'leaf' AS leaf
         FROM provider p JOIN provider_revision r ON r.provider_id = p.id AND r.number = p.revision
        WHERE ($1::uuid IS NULL OR p.tenant_id = $1) AND p.archived_at IS NULL
          AND coalesce(r.configuration->'trust'->>'ca', r.configuration->'trust'->>'leaf') IS NOT NULL`,
      [tenantId],
    );
    const found = rows.flatMap(({ id, tenant_id, name, revision, ca, leaf }) =>
      Object.entries({ ca, leaf }).flatMap(([member, pem]) =>
        trustedUntil(pem)
          .filter((expiresAt) => expiresAt <= before)
          .map((expiresAt) => ({
            tenantId: tenant_id,
            owner: { kind: 'provider', id, name },
            purpose: `$.trust.${member}`,
            version: revision,
            expiresAt,
          })),
      ),
    );
    return this.warnings.withWarnings(reading, 'provider', found);
  }

  claimWarning(transaction: Transaction, credential: ExpiringCredential, days: number): Promise<boolean> {
    return this.warnings.claim(transaction, credential, days);
  }
}
