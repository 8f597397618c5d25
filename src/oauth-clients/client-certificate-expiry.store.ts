import { Injectable } from '@nestjs/common';
import { registeredUntil } from '../certificates/self-signed.js';
import { ConnectionEnds } from '../connections/connection-ends.js';
import { ConfiguredExpiries } from '../credentials/upkeep/configured-expiries.js';
import { ExpirySources } from '../credentials/upkeep/expiry-sources.js';
import { type ConfiguredCertificate, ExpiryWarningStore } from '../credentials/upkeep/expiry-warning.store.js';
import type { Lookups } from '../database/transaction.js';

interface ClientRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly name: string;
  readonly revision: number;
  readonly keys: readonly { readonly x5c?: readonly string[] }[];
}

/** Certificates by which clients authenticate that have signed them themselves; of several, the one that ends last. */
@Injectable()
export class ClientCertificateExpiryStore extends ConfiguredExpiries {
  override readonly kind = 'oauth_client_certificate';

  constructor(
    sources: ExpirySources,
    warnings: ExpiryWarningStore,
    private readonly ends: ConnectionEnds,
  ) {
    super(sources, warnings, 'oauth_client');
  }

  /** With the last certificate of a client its connection ends. */
  override onModuleInit(): void {
    super.onModuleInit();
    this.ends.register(async (reading, tenantId) =>
      (await this.inUse(reading, tenantId)).map(({ tenantId: owner, owner: { id }, expiresAt }) => ({
        tenantId: owner,
        kind: 'oauth_client',
        id,
        expiresAt,
      })),
    );
  }

  protected override async inUse(reading: Lookups, tenantId: string | null): Promise<readonly ConfiguredCertificate[]> {
    const rows: ClientRow[] = await reading.query(
      `SELECT c.id, c.tenant_id, c.name, c.revision,
              coalesce((SELECT jsonb_agg(k.jwk) FROM oauth_client_key k
                         WHERE k.client_id = c.id AND k.tenant_id = c.tenant_id), '[]'::jsonb) AS keys
         FROM oauth_client c
        WHERE c.deleted_at IS NULL AND NOT c.first_party AND c.authentication->>'method' = 'self_signed_tls_client_auth'
          AND ($1::uuid IS NULL OR c.tenant_id = $1)`,
      [tenantId],
    );
    return rows.flatMap(({ id, tenant_id, name, revision, keys }) =>
      registeredUntil(keys).map((expiresAt) => ({
        tenantId: tenant_id,
        owner: { kind: 'oauth_client', id, name },
        purpose: '$.keys',
        version: revision,
        expiresAt,
      })),
    );
  }
}
