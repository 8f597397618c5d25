import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { z } from 'zod';
import type { Reading, Transaction } from '../../database/transaction.js';
import type { PinnedOrigins, Provider, ProviderMetadata } from '../provider.js';
import { ProviderMetadataEntity } from './provider-metadata.entity.js';

interface PinnedRow {
  readonly pinned_origins: unknown;
}

const pinnedOriginsSchema = z.record(z.string(), z.string());

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
    const found = await reading
      .getRepository(ProviderMetadataEntity)
      .findOneBy({ providerId, issuer: issuer ?? '', tenantId });
    return found === null ? unseenMetadata : metadataOf(found.pinnedOrigins, found.issuerParameterSeen);
  }

  /** What each provider has seen of each issuer, by `key(providerId, issuer)`. */
  async findAll(
    reading: Reading,
    tenantId: string,
    providerIds: readonly string[],
  ): Promise<ReadonlyMap<string, ProviderMetadata>> {
    const found = await reading
      .getRepository(ProviderMetadataEntity)
      .findBy({ tenantId, providerId: In([...providerIds]) });
    return new Map(
      found.map((row) => [
        metadataKey(row.providerId, row.issuer),
        metadataOf(row.pinnedOrigins, row.issuerParameterSeen),
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
    const rows: PinnedRow[] = await transaction.query(
      `INSERT INTO provider_metadata (provider_id, issuer, tenant_id, pinned_origins, pinned_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (provider_id, issuer) DO UPDATE SET
         pinned_origins = coalesce(provider_metadata.pinned_origins, EXCLUDED.pinned_origins),
         pinned_at = coalesce(provider_metadata.pinned_at, EXCLUDED.pinned_at)
       RETURNING pinned_origins`,
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
    const pinned = {
      providerId: provider.id,
      issuer: issuer ?? '',
      tenantId: provider.tenantId,
      pinnedOrigins: origins,
      pinnedAt: origins === null ? null : now,
    };
    await transaction.getRepository(ProviderMetadataEntity).upsert(pinned, ['providerId', 'issuer']);
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
