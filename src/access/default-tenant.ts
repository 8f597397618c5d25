import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Transaction } from '../database/transaction.js';
import { AccessTrail, START } from './access-trail.js';
import { type Tenant, TenantStore } from './tenant.store.js';

/** The tenant that every deployment has, and whose key may manage the others. */
export const DEFAULT_TENANT = 'default';

/** What it is called until somebody names it. */
const UNNAMED = 'Default';

/**
 * The name by which people outside know a tenant, signers for one. Null: it is the one that every deployment has, and nobody has named
 * it yet; "Default asks you to confirm who you are" would tell a signer nothing.
 */
export const nameOutside = ({ name, displayName }: Pick<Tenant, 'name' | 'displayName'>): string | null =>
  name === DEFAULT_TENANT && displayName === UNNAMED ? null : displayName;

/** Makes tenant `default` where it is not there yet. */
@Injectable()
export class DefaultTenant {
  constructor(
    private readonly tenants: TenantStore,
    private readonly trail: AccessTrail,
  ) {}

  async ensure(transaction: Transaction, now: Date): Promise<Tenant> {
    const wanted = { id: randomUUID(), name: DEFAULT_TENANT, displayName: UNNAMED, createdAt: now };
    const { tenant, made } = await this.tenants.ensure(transaction, wanted);
    const event = { type: 'tenant.created', tenantId: tenant.id, name: tenant.name } as const;
    if (made) await this.trail.record(transaction, event, START, now);
    return tenant;
  }
}
