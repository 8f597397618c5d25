import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { violatesUnique } from '../database/sql-state.js';
import type { Reading, Transaction } from '../database/transaction.js';
import { CountersignError } from '../errors/countersign-error.js';
import { decodeCursor, type ListQuery, type Page, pageOf } from '../http/list.js';

/** A customer organisation. Everything belongs to one. */
export interface Tenant {
  readonly id: string;
  /** Slug in URLs, immutable. */
  readonly name: string;
  readonly displayName: string;
  readonly createdAt: Date;
}

interface TenantRow {
  readonly id: string;
  readonly name: string;
  readonly display_name: string;
  readonly created_at: Date;
}

const tenantOf = (row: TenantRow): Tenant => ({
  id: row.id,
  name: row.name,
  displayName: row.display_name,
  createdAt: row.created_at,
});

/** The rows of tenants. */
@Injectable()
export class TenantStore {
  /** A tenant does not change once it is made; what an operator mends by hand is seen after a minute. */
  private readonly known = new LRUCache<string, Tenant>({ max: 10_000, ttl: 60_000 });

  constructor(private readonly dataSource: DataSource) {}

  async insert(transaction: Transaction, tenant: Tenant): Promise<void> {
    try {
      await transaction.query('INSERT INTO tenant (id, name, display_name, created_at) VALUES ($1, $2, $3, $4)', [
        tenant.id,
        tenant.name,
        tenant.displayName,
        tenant.createdAt,
      ]);
    } catch (error) {
      if (!violatesUnique(error, 'tenant_name_taken')) throw error;
      throw new CountersignError('request.conflict', {
        faults: [{ path: '$.name', message: `${tenant.name} is taken` }],
        cause: error,
      });
    }
  }

  /** Makes the tenant unless its name is there already. @returns whether it was made, and the tenant that has the name */
  async ensure(transaction: Transaction, tenant: Tenant): Promise<{ readonly tenant: Tenant; readonly made: boolean }> {
    const made: unknown[] = await transaction.query(
      'INSERT INTO tenant (id, name, display_name, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT (name) DO NOTHING RETURNING id',
      [tenant.id, tenant.name, tenant.displayName, tenant.createdAt],
    );
    return { tenant: (await this.findByName(tenant.name, transaction)) ?? tenant, made: made.length > 0 };
  }

  async findByName(name: string, reading: Reading = this.dataSource.manager): Promise<Tenant | null> {
    const rows: TenantRow[] = await reading.query('SELECT * FROM tenant WHERE name = $1', [name]);
    return rows[0] === undefined ? null : tenantOf(rows[0]);
  }

  async findById(id: string, reading: Reading = this.dataSource.manager): Promise<Tenant | null> {
    const known = this.known.get(id);
    if (known !== undefined) return known;
    const rows: TenantRow[] = await reading.query('SELECT * FROM tenant WHERE id = $1', [id]);
    if (rows[0] === undefined) return null;
    const tenant = tenantOf(rows[0]);
    this.known.set(id, tenant);
    return tenant;
  }

  async list(query: ListQuery): Promise<Page<Tenant>> {
    const after = query.cursor === undefined ? null : decodeCursor(query.cursor, z.tuple([z.string()]));
    const rows: TenantRow[] = await this.dataSource.query(
      'SELECT * FROM tenant WHERE ($1::text IS NULL OR name > $1) ORDER BY name LIMIT $2',
      [after?.[0] ?? null, query.limit + 1],
    );
    return pageOf(rows, query.limit, (row) => [row.name], tenantOf);
  }
}
