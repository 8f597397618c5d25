import { Injectable } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import type { Transaction } from '../database/transaction.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { CountersignError } from '../errors/countersign-error.js';
import { AccessTrail } from './access-trail.js';
import { DEFAULT_TENANT } from './default-tenant.js';
import type { PrincipalActor } from './principal.js';
import { type AdministeredTenant, TenantStore } from './tenant.store.js';
import type { TenantLimits } from './tenant-limits.js';

/** What the operator does with tenants that are there. Doing it twice is no fault and leaves one event. */
@Injectable()
export class TenantAdministration {
  constructor(
    private readonly tenants: TenantStore,
    private readonly trail: AccessTrail,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws CountersignError `request.not_found`; `request.conflict` for the tenant of the operator */
  async suspend(id: string, actor: PrincipalActor): Promise<AdministeredTenant> {
    return this.change(id, async (transaction, tenant, now) => {
      if (tenant.name === DEFAULT_TENANT)
        throw new CountersignError('request.conflict', { detail: 'The tenant of the operator cannot be suspended' });
      if (tenant.suspendedAt !== null) return;
      await this.tenants.change(transaction, id, { suspendedAt: now });
      await this.trail.record(transaction, { type: 'tenant.suspended', tenantId: id, name: tenant.name }, actor, now);
    });
  }

  /** @throws CountersignError `request.not_found` */
  async resume(id: string, actor: PrincipalActor): Promise<AdministeredTenant> {
    return this.change(id, async (transaction, tenant, now) => {
      if (tenant.suspendedAt === null) return;
      await this.tenants.change(transaction, id, { suspendedAt: null });
      await this.trail.record(transaction, { type: 'tenant.resumed', tenantId: id, name: tenant.name }, actor, now);
    });
  }

  /** @throws CountersignError `request.not_found` */
  async limit(id: string, limits: TenantLimits, actor: PrincipalActor): Promise<AdministeredTenant> {
    return this.change(id, async (transaction, { name }, now) => {
      await this.tenants.change(transaction, id, { limits });
      await this.trail.record(transaction, { type: 'tenant.limits_changed', tenantId: id, name, limits }, actor, now);
    });
  }

  /** @throws CountersignError `request.not_found` */
  async find(id: string): Promise<AdministeredTenant> {
    return this.change(id, () => Promise.resolve());
  }

  private change(
    id: string,
    work: (transaction: Transaction, tenant: AdministeredTenant, now: Date) => Promise<void>,
  ): Promise<AdministeredTenant> {
    return this.unitOfWork.run(async (transaction) => {
      const tenant = await this.tenants.lock(transaction, id);
      if (tenant === null) throw new CountersignError('request.not_found');
      await work(transaction, tenant, this.clock.now());
      return (await this.tenants.lock(transaction, id)) ?? tenant;
    });
  }
}
