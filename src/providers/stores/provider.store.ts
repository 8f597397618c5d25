import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { violatesUnique } from '../../database/sql-state.js';
import type { Lookups, Reading, Transaction } from '../../database/transaction.js';
import type { Write } from '../../database/write-together.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { decodeCursor, type ListQuery, type Page, pageOf } from '../../http/list.js';
import type { Provider } from '../provider.js';

interface ProviderRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly name: string;
  readonly legacy_name: string | null;
  readonly enabled: boolean;
  readonly revision: number;
  readonly credential_version: number;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly archived_at: Date | null;
}

const providerOf = (row: ProviderRow): Provider => ({
  id: row.id,
  tenantId: row.tenant_id,
  name: row.name,
  legacyName: row.legacy_name,
  enabled: row.enabled,
  revision: row.revision,
  credentialVersion: row.credential_version,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  archivedAt: row.archived_at,
});

async function refusingTakenNames(provider: Provider, write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (cause) {
    if (violatesUnique(cause, 'provider_name_taken')) {
      const message = `${provider.name} is taken; names of deleted providers are never reused`;
      throw new CountersignError('request.conflict', { detail: message, faults: [{ path: '$.name', message }], cause });
    }
    if (violatesUnique(cause, 'provider_legacy_name_taken')) {
      const message = 'is the legacyName of another provider';
      throw new CountersignError('request.conflict', { faults: [{ path: '$.legacyName', message }], cause });
    }
    throw cause;
  }
}

const ENABLED = 'SELECT 1 FROM provider WHERE id = $1 AND tenant_id = $2 AND enabled AND archived_at IS NULL';

/** The rows of providers. */
@Injectable()
export class ProviderStore {
  /** @throws CountersignError `request.conflict` when the name or legacy name is taken */
  async insert(transaction: Transaction, provider: Provider): Promise<void> {
    await refusingTakenNames(provider, () =>
      transaction.query(
        `INSERT INTO provider (id, tenant_id, name, legacy_name, enabled, revision, credential_version, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [
          provider.id,
          provider.tenantId,
          provider.name,
          provider.legacyName,
          provider.enabled,
          provider.revision,
          provider.credentialVersion,
          provider.createdAt,
          provider.updatedAt,
        ],
      ),
    );
  }

  /** @throws CountersignError `request.conflict` when the legacy name is taken */
  async update(transaction: Transaction, provider: Provider): Promise<void> {
    await refusingTakenNames(provider, () =>
      transaction.query(
        `UPDATE provider SET legacy_name = $3, enabled = $4, revision = $5, credential_version = $6, updated_at = $7, archived_at = $8
          WHERE id = $1 AND tenant_id = $2`,
        [
          provider.id,
          provider.tenantId,
          provider.legacyName,
          provider.enabled,
          provider.revision,
          provider.credentialVersion,
          provider.updatedAt,
          provider.archivedAt,
        ],
      ),
    );
  }

  /** The provider of that name, archived or not. */
  async findByName(reading: Reading, tenantId: string, name: string): Promise<Provider | null> {
    return one(await reading.query('SELECT * FROM provider WHERE tenant_id = $1 AND name = $2', [tenantId, name]));
  }

  /** The provider of that name, archived or not, which nobody else changes until the transaction ends. */
  async lockByName(transaction: Transaction, tenantId: string, name: string): Promise<Provider | null> {
    const sql = 'SELECT * FROM provider WHERE tenant_id = $1 AND name = $2 FOR UPDATE';
    return one(await transaction.query(sql, [tenantId, name]));
  }

  /** Whether it may be used now. */
  async isEnabled(reading: Lookups, tenantId: string, id: string): Promise<boolean> {
    const rows: unknown[] = await reading.query(ENABLED, [id, tenantId]);
    return rows.length > 0;
  }

  /** Lets what it is written with fail unless the provider may be used, and stays so until that is committed. */
  stillEnabled(tenantId: string, id: string): Write {
    return { text: `${ENABLED} FOR SHARE`, values: [id, tenantId], rows: 1 };
  }

  /** By name; archived ones are not listed. */
  async list(reading: Reading, tenantId: string, query: ListQuery): Promise<Page<Provider>> {
    const after = query.cursor === undefined ? null : decodeCursor(query.cursor, z.tuple([z.string()]));
    const rows: ProviderRow[] = await reading.query(
      `SELECT * FROM provider WHERE tenant_id = $1 AND archived_at IS NULL AND ($2::text IS NULL OR name > $2)
        ORDER BY name LIMIT $3`,
      [tenantId, after?.[0] ?? null, query.limit + 1],
    );
    return pageOf(rows, query.limit, (row) => [row.name], providerOf);
  }
}

const one = (rows: readonly ProviderRow[]): Provider | null => (rows[0] === undefined ? null : providerOf(rows[0]));
