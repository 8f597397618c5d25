import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Transaction } from '../database/transaction.js';
import { AccessTrail, START } from './access-trail.js';
import { type Tenant, TenantStore } from './tenant.store.js';

/** The tenant that every deployment has, and whose key may manage the others. */
export const DEFAULT_TENANT = 'default';

/** Makes tenant `default` where it is not there yet. */
@Injectable()
export class DefaultTenant {
  constructor(
    private readonly tenants: TenantStore,
    private readonly trail: AccessTrail,
  ) {}

  async ensure(transaction: Transaction, now: Date): Promise<Tenant> {
    const wanted = { id: randomUUID(), name: DEFAULT_TENANT, displayName: 'Default', createdAt: now };
    const { tenant, made } = await this.tenants.ensure(transaction, wanted);
    const event = { type: 'tenant.created', tenantId: tenant.id, name: tenant.name } as const;
    if (made) await this.trail.record(transaction, event, START, now);
    return tenant;
  }
}
