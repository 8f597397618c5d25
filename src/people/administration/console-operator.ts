import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DEFAULT_TENANT } from '../../access/default-tenant.js';
import { scopes } from '../../access/scope.js';
import { type Tenant, TenantStore } from '../../access/tenant.store.js';
import { WithinLimits } from '../../access/within-limits.js';
import { AuditRecorder } from '../../audit/recording.js';
import type { Lookups, Transaction } from '../../database/transaction.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { writeTogether } from '../../database/write-together.js';
import { DataKeys } from '../../secrets/data-keys.js';
import { BindingStore } from '../bindings/binding.store.js';
import { EndAccess } from '../users/end-access.js';
import type { User } from '../users/user.js';
import { UserStore } from '../users/user.store.js';
import { UserCountStore } from '../users/user-count.store.js';
import { userEvent } from '../users/user-events.js';

/** No mail reaches it: names the account, as every user is named by an address. */
export const OPERATOR_ADDRESS = 'operator@localhost';
const ROLE = 'operator';
const ACTOR = { type: 'system', id: 'console-link' } as const;

/** The account that a link to the console opens: an operator of tenant `default`, who has no way in of their own yet. */
@Injectable()
export class ConsoleOperator {
  constructor(
    private readonly tenants: TenantStore,
    private readonly limits: WithinLimits,
    private readonly users: UserStore,
    private readonly counts: UserCountStore,
    private readonly bindings: BindingStore,
    private readonly access: EndAccess,
    private readonly dataKeys: DataKeys,
    private readonly audit: AuditRecorder,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async isThere(): Promise<boolean> {
    const tenant = await this.tenant(this.unitOfWork.lookups);
    return (await this.users.findByEmail(this.unitOfWork.lookups, tenant.id, OPERATOR_ADDRESS)) !== null;
  }

  /**
   * Makes the account unless it is there.
   * @returns its id; null: it is locked, or has a password or a binding and needs no link
   */
  async ensure(transaction: Transaction, now: Date): Promise<string | null> {
    const tenant = await this.tenant(transaction);
    await this.users.lockTenant(transaction, tenant.id);
    const known = await this.users.findByEmail(transaction, tenant.id, OPERATOR_ADDRESS);
    if (known === null) return this.make(transaction, tenant, now);
    if (known.status !== 'active' || (await this.access.hasPassword(transaction, known))) return null;
    const bindings = await this.bindings.listOf(transaction, tenant.id, [known.id]);
    return bindings.length === 0 ? known.id : null;
  }

  private async make(transaction: Transaction, { id: tenantId }: Tenant, now: Date): Promise<string> {
    await this.limits.judge(transaction, tenantId, 'users', () => this.counts.count(transaction, tenantId));
    const { dataKey, stored } = this.dataKeys.make(tenantId, now);
    await writeTogether(transaction, [stored], tenantId);
    const user: User = {
      id: randomUUID(),
      tenantId,
      email: OPERATOR_ADDRESS,
      displayName: 'Operator',
      language: 'en',
      roles: [ROLE],
      permissions: new Set(scopes),
      providerId: null,
      mayUsePassword: true,
      status: 'active',
      activatedAt: now,
      lockedAt: null,
      dataKeyId: dataKey.id,
      revision: 1,
      createdAt: now,
      updatedAt: now,
    };
    await this.users.insert(transaction, user, dataKey);
    const data = { kind: 'console_link', roles: [ROLE], provider: null, mailed: false };
    const disclosures = { email: user.email, displayName: user.displayName };
    await this.audit.record(transaction, [
      userEvent(user, { type: 'user.invited', actor: ACTOR, now, data, disclosures }),
    ]);
    return user.id;
  }

  private async tenant(reading: Lookups): Promise<Tenant> {
    const tenant = await this.tenants.findByName(DEFAULT_TENANT, reading);
    if (tenant === null) throw new Error(`There is no tenant ${DEFAULT_TENANT}`);
    return tenant;
  }
}
