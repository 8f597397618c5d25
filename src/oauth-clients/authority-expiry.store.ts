import { Injectable, type OnModuleInit } from '@nestjs/common';
import { readChain, subjectOf } from '../certificates/certificate-chain.js';
import { type ExpiringCredential, type ExpirySource, ExpirySources } from '../credentials/upkeep/expiry-sources.js';
import { ExpiryWarningStore } from '../credentials/upkeep/expiry-warning.store.js';
import type { Reading, Transaction } from '../database/transaction.js';

interface SettingsRow {
  readonly tenant_id: string;
  readonly revision: number;
  readonly authorities: readonly string[];
}

/** Whom tenants trust to sign certificates of their clients: with an authority's end all that it has signed is refused. */
@Injectable()
export class AuthorityExpiryStore implements ExpirySource, OnModuleInit {
  constructor(
    private readonly sources: ExpirySources,
    private readonly warnings: ExpiryWarningStore,
  ) {}

  onModuleInit(): void {
    this.sources.register(this);
  }

  async listExpiring(reading: Reading, before: Date, tenantId: string | null): Promise<readonly ExpiringCredential[]> {
    const rows: SettingsRow[] = await reading.query(
      `SELECT tenant_id, revision, authorities FROM mutual_tls_settings
        WHERE cardinality(authorities) > 0 AND ($1::uuid IS NULL OR tenant_id = $1)`,
      [tenantId],
    );
    const found = rows.flatMap(({ tenant_id, revision, authorities }) =>
      authorities.flatMap((pem, index) => {
        const read = readChain(pem);
        if ('fault' in read) return [];
        const [certificate] = read.chain;
        const expiresAt = new Date(certificate.validTo);
        if (expiresAt > before) return [];
        const owner = { kind: 'mutual_tls_settings', id: tenant_id, name: subjectOf(certificate) };
        const purpose = `$.clientCertificateAuthorities[${index}]`;
        return [{ tenantId: tenant_id, owner, purpose, version: revision, expiresAt }];
      }),
    );
    return this.warnings.withWarnings(reading, 'mutual_tls_settings', found);
  }

  claimWarning(transaction: Transaction, credential: ExpiringCredential, days: number): Promise<boolean> {
    return this.warnings.claim(transaction, credential, days);
  }
}
