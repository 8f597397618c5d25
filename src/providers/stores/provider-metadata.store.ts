import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Reading, Transaction } from '../../database/transaction.js';
import type { PinnedOrigins, Provider, ProviderMetadata } from '../provider.js';

interface MetadataRow {
  readonly provider_id: string;
  readonly issuer: string;
  readonly pinned_origins: unknown;
  readonly issuer_parameter_seen: boolean;
}

export const pinnedOriginsSchema = z.record(z.string(), z.string());

export const unseenMetadata: ProviderMetadata = { pinnedOrigins: null, issuerParameterSeen: false };

export function metadataOf(pinnedOrigins: unknown, issuerParameterSeen: boolean | null): ProviderMetadata {
  return {
    pinnedOrigins: pinnedOrigins === null ? null : pinnedOriginsSchema.parse(pinnedOrigins),
    issuerParameterSeen: issuerParameterSeen ?? false,
  };
}

/** What was seen of providers' metadata, per issuer: a provider that is pointed at another issuer starts afresh there. */
@Injectable()
export class ProviderMetadataStore {
  async find(reading: Reading, tenantId: string, providerId: string, issuer: string | null): Promise<ProviderMetadata> {
    const rows: MetadataRow[] = await reading.query(
      'SELECT * FROM provider_metadata WHERE provider_id = $1 AND issuer = $2 AND tenant_id = $3',
      [providerId, issuer ?? '', tenantId],
    );
    return rows[0] === undefined ? unseenMetadata : metadataOf(rows[0].pinned_origins, rows[0].issuer_parameter_seen);
  }

  /** What each provider has seen of each issuer, by `key(providerId, issuer)`. */
  async findAll(
    reading: Reading,
    tenantId: string,
    providerIds: readonly string[],
  ): Promise<ReadonlyMap<string, ProviderMetadata>> {
    const rows: MetadataRow[] = await reading.query(
      'SELECT * FROM provider_metadata WHERE tenant_id = $1 AND provider_id = ANY($2::uuid[])',
      [tenantId, providerIds],
    );
    return new Map(
      rows.map((row) => [
        metadataKey(row.provider_id, row.issuer),
        metadataOf(row.pinned_origins, row.issuer_parameter_seen),
      ]),
    );
  }

  /**
   * Pins the origins unless they are pinned already: of two first discoveries at once, one wins.
   * @returns the origins that are pinned now
   */
  async pinOnce(
    transaction: Transaction,
    provider: Pick<Provider, 'id' | 'tenantId'>,
    issuer: string | null,
    origins: PinnedOrigins,
    now: Date,
  ): Promise<PinnedOrigins> {
    const rows: MetadataRow[] = await transaction.query(
      `INSERT INTO provider_metadata (provider_id, issuer, tenant_id, pinned_origins, pinned_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (provider_id, issuer) DO UPDATE SET
         pinned_origins = coalesce(provider_metadata.pinned_origins, EXCLUDED.pinned_origins),
         pinned_at = coalesce(provider_metadata.pinned_at, EXCLUDED.pinned_at)
       RETURNING *`,
      [provider.id, issuer ?? '', provider.tenantId, JSON.stringify(origins), now],
    );
    return rows[0] === undefined ? origins : (metadataOf(rows[0].pinned_origins, null).pinnedOrigins ?? origins);
  }

  /** Replaces the pins; null: the next discovery pins what it finds. */
  async replacePins(
    transaction: Transaction,
    provider: Pick<Provider, 'id' | 'tenantId'>,
    issuer: string | null,
    origins: PinnedOrigins | null,
    now: Date,
  ): Promise<void> {
    await transaction.query(
      `INSERT INTO provider_metadata (provider_id, issuer, tenant_id, pinned_origins, pinned_at)
       VALUES ($1, $2, $3, $4, CASE WHEN $4::jsonb IS NULL THEN NULL ELSE $5::timestamptz END)
       ON CONFLICT (provider_id, issuer) DO UPDATE
         SET pinned_origins = EXCLUDED.pinned_origins, pinned_at = EXCLUDED.pinned_at`,
      [provider.id, issuer ?? '', provider.tenantId, origins === null ? null : JSON.stringify(origins), now],
    );
  }

  /** RFC 9207 `iss` came: from now on it is required. */
  async recordIssuerParameter(
    transaction: Transaction,
    provider: Pick<Provider, 'id' | 'tenantId'>,
    issuer: string | null,
  ): Promise<void> {
    await transaction.query(
      `INSERT INTO provider_metadata (provider_id, issuer, tenant_id, issuer_parameter_seen) VALUES ($1, $2, $3, true)
       ON CONFLICT (provider_id, issuer) DO UPDATE SET issuer_parameter_seen = true
         WHERE NOT provider_metadata.issuer_parameter_seen`,
      [provider.id, issuer ?? '', provider.tenantId],
    );
  }
}

export const metadataKey = (providerId: string, issuer: string | null): string => `${providerId} ${issuer ?? ''}`;
