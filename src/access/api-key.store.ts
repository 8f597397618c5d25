import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Transaction } from '../database/transaction.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { decodeCursor, type ListQuery, type Page, pageOf, timeAndIdKey } from '../http/list.js';
import { hashSecret } from '../secrets/lookup-secret.js';
import type { Principal } from './principal.js';
import type { Scope } from './scope.js';

/** An API key without its secret, which is stored as a hash only. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
}

interface ApiKeyRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly tenant_name: string;
  readonly name: string;
  readonly scopes: Scope[];
  readonly created_at: Date;
  readonly expires_at: Date | null;
  readonly revoked_at: Date | null;
}

const apiKeyOf = (row: ApiKeyRow): ApiKey => ({
  id: row.id,
  name: row.name,
  scopes: row.scopes,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  revokedAt: row.revoked_at,
});

/** The rows of API keys. */
@Injectable()
export class ApiKeyStore {
  constructor(
    private readonly dataSource: DataSource,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** Who a key stands for, or null when it is unknown, revoked or expired. */
  async findValid(key: string, now: Date): Promise<Principal | null> {
    const rows: ApiKeyRow[] = await this.unitOfWork.lookups.query(
      `SELECT k.id, k.tenant_id, t.name AS tenant_name, k.scopes FROM api_key k JOIN tenant t ON t.id = k.tenant_id
        WHERE k.hash = $1 AND k.revoked_at IS NULL AND coalesce(k.expires_at > $2, true)`,
      [hashSecret(key), now],
    );
    const row = rows[0];
    if (row === undefined) return null;
    return { tenantId: row.tenant_id, tenantName: row.tenant_name, apiKeyId: row.id, scopes: new Set(row.scopes) };
  }

  async insert(transaction: Transaction, tenantId: string, apiKey: ApiKey, key: string): Promise<void> {
    await transaction.query(
      'INSERT INTO api_key (id, tenant_id, name, hash, scopes, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)',
      [apiKey.id, tenantId, apiKey.name, hashSecret(key), apiKey.scopes, apiKey.createdAt, apiKey.expiresAt],
    );
  }

  /** @returns the key as it was before, or null when there is none that is not revoked yet */
  async revoke(transaction: Transaction, tenantId: string, id: string, now: Date): Promise<ApiKey | null> {
    const [rows]: [ApiKeyRow[], number] = await transaction.query(
      'UPDATE api_key SET revoked_at = $3 WHERE id = $1 AND tenant_id = $2 AND revoked_at IS NULL RETURNING *',
      [id, tenantId, now],
    );
    return rows[0] === undefined ? null : apiKeyOf(rows[0]);
  }

  async list(tenantId: string, query: ListQuery): Promise<Page<ApiKey>> {
    const after = query.cursor === undefined ? null : decodeCursor(query.cursor, timeAndIdKey);
    const rows: ApiKeyRow[] = await this.dataSource.query(
      `SELECT * FROM api_key WHERE tenant_id = $1 AND ($2::timestamptz IS NULL OR (created_at, id) > ($2::timestamptz, $3::uuid))
        ORDER BY created_at, id LIMIT $4`,
      [tenantId, after?.[0] ?? null, after?.[1] ?? null, query.limit + 1],
    );
    return pageOf(rows, query.limit, (row) => [row.created_at.toISOString(), row.id], apiKeyOf);
  }

  /**
   * Makes sure that exactly this bootstrap key is valid: an earlier one, replaced by the operator, is revoked.
   *
   * @returns the id of the key when it was made, or made valid again; null when nothing had to be done
   * @throws Error when the key is one that was issued to a tenant, which must not become the operator's
   */
  async replaceBootstrap(
    transaction: Transaction,
    tenantId: string,
    apiKey: ApiKey,
    key: string,
  ): Promise<string | null> {
    const hash = hashSecret(key);
    await transaction.query(
      'UPDATE api_key SET revoked_at = $2 WHERE tenant_id = $1 AND bootstrap AND hash <> $3 AND revoked_at IS NULL',
      [tenantId, apiKey.createdAt, hash],
    );
    const changed: { id: string }[] = await transaction.query(
      `INSERT INTO api_key (id, tenant_id, name, hash, scopes, created_at, bootstrap) VALUES ($1, $2, $3, $4, $5, $6, true)
       ON CONFLICT (hash) DO UPDATE SET revoked_at = NULL, scopes = EXCLUDED.scopes
         WHERE api_key.bootstrap AND api_key.tenant_id = EXCLUDED.tenant_id
           AND (api_key.revoked_at IS NOT NULL OR api_key.scopes <> EXCLUDED.scopes)
       RETURNING id`,
      [apiKey.id, tenantId, apiKey.name, hash, apiKey.scopes, apiKey.createdAt],
    );
    if (changed[0] !== undefined) return changed[0].id;
    const present: { bootstrap: boolean }[] = await transaction.query(
      'SELECT bootstrap FROM api_key WHERE hash = $1 AND tenant_id = $2',
      [hash, tenantId],
    );
    if (present[0]?.bootstrap !== true)
      throw new Error('BOOTSTRAP_API_KEY is an API key that the service issued; choose a value of your own');
    return null;
  }
}
