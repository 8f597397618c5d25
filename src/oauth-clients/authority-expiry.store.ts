import { Injectable } from '@nestjs/common';
import { readChain, subjectOf } from '../certificates/certificate-chain.js';
import { ConfiguredExpiries } from '../credentials/upkeep/configured-expiries.js';
import { ExpirySources } from '../credentials/upkeep/expiry-sources.js';
import { type ConfiguredCertificate, ExpiryWarningStore } from '../credentials/upkeep/expiry-warning.store.js';
import type { Reading } from '../database/transaction.js';

interface SettingsRow {
  readonly tenant_id: string;
  readonly revision: number;
  readonly authorities: readonly string[];
}

/** Whom tenants trust to sign certificates of their clients: with an authority's end all that it has signed is refused. */
@Injectable()
export class AuthorityExpiryStore extends ConfiguredExpiries {
  override readonly kind = 'client_certificate_authority';

  constructor(sources: ExpirySources, warnings: ExpiryWarningStore) {
    super(sources, warnings, 'mutual_tls_settings');
  }

  protected override async inUse(reading: Reading, tenantId: string | null): Promise<readonly ConfiguredCertificate[]> {
    const rows: SettingsRow[] = await reading.query(
      `SELECT tenant_id, revision, authorities FROM mutual_tls_settings
        WHERE cardinality(authorities) > 0 AND ($1::uuid IS NULL OR tenant_id = $1)`,
      [tenantId],
    );
    return rows.flatMap(({ tenant_id, revision, authorities }) =>
      authorities.flatMap((pem, index) => {
        const read = readChain(pem);
        if ('fault' in read) return [];
        const [certificate] = read.chain;
        const expiresAt = new Date(certificate.validTo);
        const owner = { kind: 'mutual_tls_settings', id: tenant_id, name: subjectOf(certificate) };
        const purpose = `$.clientCertificateAuthorities[${index}]`;
        return [{ tenantId: tenant_id, owner, purpose, version: revision, expiresAt }];
      }),
    );
  }
}
