import { Injectable } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { CountersignError } from '../errors/countersign-error.js';
import { judgeIfMatch } from '../http/entity-tag.js';
import { type AccessEvent, AccessTrail } from './access-trail.js';
import { DEFAULT_TENANT } from './default-tenant.js';
import type { PrincipalActor } from './principal.js';
import { type AdministeredTenant, TenantStore } from './tenant.store.js';
import { revisionOf, type TenantLimits } from './tenant-limits.js';

/** What becomes of a tenant, and what the trail says of it. */
interface TenantChange {
  readonly change: Partial<Pick<AdministeredTenant, 'suspendedAt' | 'limits'>>;
  readonly event: AccessEvent;
}

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
    return this.change(id, actor, ({ name, suspendedAt }, now) => {
      if (name === DEFAULT_TENANT)
        throw new CountersignError('request.conflict', { detail: 'The tenant of the operator cannot be suspended' });
      return suspendedAt === null
        ? { change: { suspendedAt: now }, event: { type: 'tenant.suspended', tenantId: id, name } }
        : null;
    });
  }

  /** @throws CountersignError `request.not_found` */
  async resume(id: string, actor: PrincipalActor): Promise<AdministeredTenant> {
    return this.change(id, actor, ({ name, suspendedAt }) =>
      suspendedAt === null
        ? null
        : { change: { suspendedAt: null }, event: { type: 'tenant.resumed', tenantId: id, name } },
    );
  }

  /** @throws CountersignError `request.not_found`; `request.precondition_failed` when others were set since they were read */
  async limit(
    id: string,
    ifMatch: string | undefined,
    limits: TenantLimits,
    actor: PrincipalActor,
  ): Promise<AdministeredTenant> {
    return this.change(id, actor, ({ name, limits: before }) => {
      judgeIfMatch(ifMatch, revisionOf(before), false);
      return { change: { limits }, event: { type: 'tenant.limits_changed', tenantId: id, name, limits } };
    });
  }

  private change(
    id: string,
    actor: PrincipalActor,
    decide: (tenant: AdministeredTenant, now: Date) => TenantChange | null,
  ): Promise<AdministeredTenant> {
    return this.unitOfWork.run(async (transaction) => {
      const tenant = await this.tenants.lock(transaction, id);
      if (tenant === null) throw new CountersignError('request.not_found');
      const now = this.clock.now();
      const decided = decide(tenant, now);
      if (decided === null) return tenant;
      await this.tenants.change(transaction, id, decided.change);
      await this.trail.record(transaction, decided.event, actor, now);
      return { ...tenant, ...decided.change };
    });
  }
}
