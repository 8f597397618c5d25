import { Injectable } from '@nestjs/common';
import { ConfiguredExpiries } from '../../credentials/upkeep/configured-expiries.js';
import { ExpirySources } from '../../credentials/upkeep/expiry-sources.js';
import { type ConfiguredCertificate, ExpiryWarningStore } from '../../credentials/upkeep/expiry-warning.store.js';
import type { Reading } from '../../database/transaction.js';
import { type Configuration, configurationSchema, pathOfGrant } from './configuration.js';
import { pinnedUntil } from './pinned-until.js';

interface PinningRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly revision: number;
  readonly configuration: unknown;
}

/** Certificates of servers that external authentications pin; of two while one rotates, the one that ends last. */
@Injectable()
export class PinnedCertificateExpiryStore extends ConfiguredExpiries {
  override readonly kind = 'external_authentication';

  constructor(sources: ExpirySources, warnings: ExpiryWarningStore) {
    super(sources, warnings, 'external_authentication');
  }

  protected override async inUse(reading: Reading, tenantId: string | null): Promise<readonly ConfiguredCertificate[]> {
    const rows: PinningRow[] = await reading.query(
      `SELECT e.id, e.tenant_id, e.revision, r.configuration FROM external_authentication e
         JOIN external_authentication_revision r ON r.external_authentication_id = e.id AND r.number = e.revision
        WHERE e.deleted_at IS NULL AND ($1::uuid IS NULL OR e.tenant_id = $1)
          AND coalesce(r.configuration->'serverCertificate'->>'pem',
                       r.configuration->'oAuth'->'serverCertificate'->>'pem') IS NOT NULL`,
      [tenantId],
    );
    return rows.flatMap(({ id, tenant_id, revision, configuration }) => {
      const read = configurationSchema.parse(configuration);
      return pinned(read).map(({ purpose, expiresAt }) => ({
        tenantId: tenant_id,
        owner: { kind: 'external_authentication', id, name: read.url },
        purpose,
        version: revision,
        expiresAt,
      }));
    });
  }
}

/** What a configuration pins, by its JSON path. */
function pinned({ serverCertificate, oAuth }: Configuration) {
  const path = oAuth === null ? '$' : pathOfGrant(oAuth);
  return [
    ...pinnedUntil(serverCertificate).map((expiresAt) => ({ purpose: '$.serverCertificate.pem', expiresAt })),
    ...pinnedUntil(oAuth?.serverCertificate ?? null).map((expiresAt) => ({
      purpose: `${path}.serverCertificate.pem`,
      expiresAt,
    })),
  ];
}
