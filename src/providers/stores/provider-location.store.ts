import { Injectable } from '@nestjs/common';
import type { Lookups } from '../../database/transaction.js';
import type { Write } from '../../database/write-together.js';
import type { ProviderUsage } from '../configuration/provider-members.js';
import type { ProviderMetadata } from '../provider.js';
import { metadataOf } from './provider-metadata.store.js';

/** How a caller names a provider. A name may also be a legacy name; the provider of that name comes first. */
export type ProviderReference = { readonly id: string } | { readonly name: string };

/** What must be fresh at every use of a provider. */
export interface ProviderLocation {
  readonly id: string;
  readonly tenantId: string;
  readonly tenantName: string;
  readonly name: string;
  /** Never while the tenant is suspended. */
  readonly enabled: boolean;
  readonly usage: readonly ProviderUsage[];
  readonly currentRevision: number;
  readonly credentialVersion: number;
  /** Of the issuer of the revision asked for. */
  readonly metadata: ProviderMetadata;
}

/** What a query selects that has joined `provider AS located`, see `joinedProvider`. */
export const PROVIDER_LOCATION = `located.id AS located_id, located.tenant_id AS located_tenant_id,
  located_tenant.name AS located_tenant_name, located.name AS located_name, located.enabled AND located_tenant.suspended_at IS NULL AS located_enabled,
  located.usage AS located_usage, located.revision AS located_revision, located.credential_version AS located_credentials,
  located_metadata.pinned_origins AS located_origins, located_metadata.issuer_parameter_seen AS located_issuer_parameter`;

export interface ProviderLocationColumns {
  readonly located_id: string | null;
  readonly located_tenant_id: string;
  readonly located_tenant_name: string;
  readonly located_name: string;
  readonly located_enabled: boolean;
  readonly located_usage: readonly ProviderUsage[];
  readonly located_revision: number;
  readonly located_credentials: number;
  readonly located_origins: unknown;
  readonly located_issuer_parameter: boolean | null;
}

const beside = (
  revision: string,
): string => `LEFT JOIN tenant AS located_tenant ON located_tenant.id = located.tenant_id
  LEFT JOIN provider_revision AS located_configuration
    ON located_configuration.provider_id = located.id AND located_configuration.number = ${revision}
  LEFT JOIN provider_metadata AS located_metadata
    ON located_metadata.provider_id = located.id AND located_metadata.issuer = located_configuration.issuer`;

/**
 * Joins a provider to a query that knows its id, so that where it stands is read together with whatever names it.
 * Arguments are SQL. @param revision whose issuer's metadata are wanted; default: the newest
 */
export const joinedProvider = (id: string, tenantId: string, revision = 'located.revision'): string =>
  `LEFT JOIN provider AS located
    ON located.id = ${id} AND (located.tenant_id = ${tenantId} AND located.archived_at IS NULL) IS TRUE
  ${beside(revision)}`;

/** Joins, in the same way, the provider that a workflow names. Arguments are SQL. */
export const joinedProviderOfName = (name: string, tenantId: string): string =>
  `LEFT JOIN LATERAL (SELECT id, tenant_id, name, enabled, usage, revision, credential_version FROM provider AS named
    WHERE named.tenant_id = ${tenantId} AND (named.name = ${name} OR named.legacy_name = ${name}) AND named.archived_at IS NULL
    ORDER BY (named.name = ${name}) DESC LIMIT 1) AS located ON true
  ${beside('located.revision')}`;

/** Null when there is none or it was deleted. */
export function providerLocationOf(row: ProviderLocationColumns): ProviderLocation | null {
  if (row.located_id === null) return null;
  return {
    id: row.located_id,
    tenantId: row.located_tenant_id,
    tenantName: row.located_tenant_name,
    name: row.located_name,
    enabled: row.located_enabled,
    usage: row.located_usage,
    currentRevision: row.located_revision,
    credentialVersion: row.located_credentials,
    metadata: metadataOf(row.located_origins, row.located_issuer_parameter),
  };
}

const STANDS = `SELECT 1 FROM provider AS located ${beside('$3')}
  WHERE located.id = $1 AND (located.tenant_id = $2 AND located.archived_at IS NULL
    AND located.enabled AND located_tenant.suspended_at IS NULL AND located.usage = $4::text[] AND located.credential_version = $5
    AND located_metadata.pinned_origins IS NOT DISTINCT FROM $6::jsonb
    AND coalesce(located_metadata.issuer_parameter_seen, false) = $7) IS TRUE`;

/**
 * Lets what it is written with fail unless an enabled provider still stands where it was found.
 * @param revision whose issuer's metadata were found
 */
export function standsWhereFound(
  { id, tenantId, usage, credentialVersion, metadata }: ProviderLocation,
  revision: number,
): Write {
  const origins = metadata.pinnedOrigins === null ? null : JSON.stringify(metadata.pinnedOrigins);
  const values = [id, tenantId, revision, usage, credentialVersion, origins, metadata.issuerParameterSeen];
  return { text: STANDS, values, rows: 1 };
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
      'id' in reference
        ? ['located.id = $2', reference.id]
        : ['(located.name = $2 OR located.legacy_name = $2)', reference.name];
    const rows: ProviderLocationColumns[] = await reading.query(
      `SELECT ${PROVIDER_LOCATION} FROM provider AS located ${beside('coalesce($3::integer, located.revision)')}
        WHERE located.tenant_id = $1 AND ${condition} AND located.archived_at IS NULL
        ${'id' in reference ? '' : 'ORDER BY (located.name = $2) DESC LIMIT 1'}`,
      [tenantId, value, revision],
    );
    return rows[0] === undefined ? null : providerLocationOf(rows[0]);
  }
}
