import { Injectable } from '@nestjs/common';
import type { Lookups } from '../../database/transaction.js';
import type { ProviderUsage } from '../configuration/provider-members.js';
import type { ProviderMetadata } from '../provider.js';
import { metadataOf } from './provider-metadata.store.js';

/** How a caller names a provider. A name may also be a legacy name; the provider of that name comes first. */
export type ProviderReference = { readonly id: string } | { readonly name: string };

/** What must be fresh at every use of a provider. */
interface ProviderLocation {
  readonly id: string;
  readonly tenantId: string;
  readonly tenantName: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly usage: readonly ProviderUsage[];
  readonly currentRevision: number;
  readonly credentialVersion: number;
  /** Of the issuer of the revision asked for. */
  readonly metadata: ProviderMetadata;
}

interface LocationRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly tenant_name: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly usage: readonly ProviderUsage[];
  readonly revision: number;
  readonly credential_version: number;
  readonly pinned_origins: unknown;
  readonly issuer_parameter_seen: boolean | null;
}

/** Finds where a provider stands now, in one query by index. */
@Injectable()
export class ProviderLocationStore {
  /**
   * null when there is none or it was deleted.
   * @param revision the revision whose issuer's metadata is wanted; null: the newest
   */
  async find(
    reading: Lookups,
    tenantId: string,
    reference: ProviderReference,
    revision: number | null,
  ): Promise<ProviderLocation | null> {
    const [condition, value] =
      'id' in reference ? ['p.id = $2', reference.id] : ['(p.name = $2 OR p.legacy_name = $2)', reference.name];
    const rows: LocationRow[] = await reading.query(
      `SELECT p.id, p.tenant_id, t.name AS tenant_name, p.name, p.enabled AND t.suspended_at IS NULL AS enabled, p.usage, p.revision, p.credential_version,
              m.pinned_origins, m.issuer_parameter_seen
         FROM provider p
         JOIN tenant t ON t.id = p.tenant_id
         LEFT JOIN provider_revision r ON r.provider_id = p.id AND r.number = coalesce($3::integer, p.revision)
         LEFT JOIN provider_metadata m ON m.provider_id = p.id AND m.issuer = r.issuer
        WHERE p.tenant_id = $1 AND ${condition} AND p.archived_at IS NULL
        ${'id' in reference ? '' : 'ORDER BY (p.name = $2) DESC LIMIT 1'}`,
      [tenantId, value, revision],
    );
    const row = rows[0];
    if (row === undefined) return null;
    return {
      id: row.id,
      tenantId: row.tenant_id,
      tenantName: row.tenant_name,
      name: row.name,
      enabled: row.enabled,
      usage: row.usage,
      currentRevision: row.revision,
      credentialVersion: row.credential_version,
      metadata: metadataOf(row.pinned_origins, row.issuer_parameter_seen),
    };
  }
}
