import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { boundedCache } from '../caches/bounded-cache.js';
import { violatesUnique } from '../database/sql-state.js';
import type { Lookups, Transaction } from '../database/transaction.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { CountersignError } from '../errors/countersign-error.js';
import { type ListQuery, type Page, PagedList } from '../http/list.js';
import { TenantEntity } from './tenant.entity.js';
import type { TenantLimits } from './tenant-limits.js';

const listed = new PagedList('tenants', z.tuple([z.string()]));

/** A customer organisation. Everything belongs to one. */
export interface Tenant {
  readonly id: string;
  /** Slug in URLs, immutable. */
  readonly name: string;
  readonly displayName: string;
  readonly createdAt: Date;
}

/** A tenant as the operator sees it. */
export interface AdministeredTenant extends Tenant {
  /** null: it is served. */
  readonly suspendedAt: Date | null;
  readonly limits: TenantLimits;
}

/** Which tenants the operator asks for. */
interface TenantList extends ListQuery {
  /** Part of a name or display name. */
  readonly search?: string | undefined;
  /** Default: whether or not. */
  readonly suspended?: boolean;
}

const administeredOf = ({ suspendedAt, limits, ...tenant }: TenantEntity): AdministeredTenant => ({
  ...tenantOf(tenant),
  suspendedAt,
  limits,
});

const tenantOf = ({ id, name, displayName, createdAt }: Tenant): Tenant => ({ id, name, displayName, createdAt });

/** For where a login passes: an entity costs more than the look-up. */
const TENANT = 'SELECT id, name, display_name AS "displayName", created_at AS "createdAt" FROM tenant';

/** The rows of tenants. */
@Injectable()
export class TenantStore {
  /** What changes about a tenant is seen after a minute. */
  private readonly known = boundedCache<string, Tenant>(10_000, { ttl: 60_000 });

  constructor(private readonly unitOfWork: UnitOfWork) {}

  async insert(transaction: Transaction, tenant: Tenant): Promise<void> {
    try {
      await transaction.getRepository(TenantEntity).insert(tenantOf(tenant));
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

  /**
   * Until the transaction ends, nobody else holds the tenant: for what may stand beside other things of it, of other kinds, only if they
   * get along. Rows that refer to the tenant are written meanwhile.
   */
  async hold(transaction: Transaction, id: string): Promise<void> {
    await transaction.query('SELECT 1 FROM tenant WHERE id = $1 FOR NO KEY UPDATE', [id]);
  }

  async findByName(name: string, reading: Lookups = this.unitOfWork.lookups): Promise<Tenant | null> {
    const rows: Tenant[] = await reading.query(`${TENANT} WHERE name = $1`, [name]);
    return rows[0] ?? null;
  }

  async findById(id: string, reading: Lookups = this.unitOfWork.lookups): Promise<Tenant | null> {
    const known = this.known.get(id);
    if (known !== undefined) return known;
    const tenant = await this.readById(id, reading);
    if (tenant !== null) this.known.set(id, tenant);
    return tenant;
  }

  /** As it stands now, whatever is remembered: for who sends back what was read. */
  async readById(id: string, reading: Lookups): Promise<Tenant | null> {
    const rows: Tenant[] = await reading.query(`${TENANT} WHERE id = $1`, [id]);
    return rows[0] ?? null;
  }

  async rename(transaction: Transaction, id: string, displayName: string): Promise<void> {
    await transaction.getRepository(TenantEntity).update({ id }, { displayName });
  }

  /** Reads it anew at the next look-up; other instances do within a minute. */
  forget(id: string): void {
    this.known.delete(id);
  }

  /** Tenants by name: the operator's list. */
  async list(query: TenantList): Promise<Page<AdministeredTenant>> {
    const after = listed.after(query.cursor);
    const selected = this.unitOfWork.reading
      .getRepository(TenantEntity)
      .createQueryBuilder('tenant')
      .orderBy('tenant.name', 'ASC')
      .limit(query.limit + 1);
    if (after !== null) selected.andWhere('tenant.name > :name', { name: after[0] });
    if (query.search !== undefined)
      selected.andWhere(
        '(strpos(lower(tenant.name), lower(:search)) > 0 OR strpos(lower(tenant.displayName), lower(:search)) > 0)',
        {
          search: query.search,
        },
      );
    if (query.suspended !== undefined)
      selected.andWhere(`tenant.suspendedAt IS ${query.suspended ? 'NOT NULL' : 'NULL'}`);
    return listed.page(await selected.getMany(), query.limit, ({ name }) => [name], administeredOf);
  }

  async administered(id: string): Promise<AdministeredTenant | null> {
    const row = await this.unitOfWork.reading.getRepository(TenantEntity).findOneBy({ id });
    return row === null ? null : administeredOf(row);
  }

  /** As it stands now, locked until the transaction ends. */
  async lock(transaction: Transaction, id: string): Promise<AdministeredTenant | null> {
    const row = await transaction
      .getRepository(TenantEntity)
      .findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
    return row === null ? null : administeredOf(row);
  }

  async change(
    transaction: Transaction,
    id: string,
    change: Partial<Pick<AdministeredTenant, 'suspendedAt' | 'limits'>>,
  ): Promise<void> {
    await transaction.getRepository(TenantEntity).update({ id }, change);
  }

  /** Asked of the database each time: what the operator suspends is suspended from the next request on. */
  async isSuspended(id: string, reading: Lookups = this.unitOfWork.lookups): Promise<boolean> {
    const rows: { suspended: boolean }[] = await reading.query(
      'SELECT suspended_at IS NOT NULL AS suspended FROM tenant WHERE id = $1',
      [id],
    );
    return rows[0]?.suspended ?? true;
  }

  /** How many things of a kind a tenant may have; null: any number. */
  async limitOf(reading: Lookups, id: string, kind: keyof TenantLimits): Promise<number | null> {
    const rows: { limit: number | null }[] = await reading.query(
      'SELECT (limits->>$2)::integer AS limit FROM tenant WHERE id = $1',
      [id, kind],
    );
    return rows[0]?.limit ?? null;
  }
}
