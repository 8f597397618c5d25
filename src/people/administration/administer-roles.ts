import { Injectable } from '@nestjs/common';
import { isScope, type Permission } from '../../access/permission.js';
import type { Principal } from '../../access/principal.js';
import { type AuditEventInput, AuditRecorder } from '../../audit/recording.js';
import { Clock } from '../../config/clock.js';
import type { Transaction } from '../../database/transaction.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { CountersignError, type Fault } from '../../errors/countersign-error.js';
import { correlationId } from '../../http/correlation.js';
import { judgeIfMatch } from '../../http/entity-tag.js';
import { builtInReadAs, builtInRoles } from '../roles/built-in-roles.js';
import { faultsOfTenant, KnownRoles } from '../roles/known-roles.js';
import { type OwnRole, RoleStore } from '../roles/role.store.js';
import { ADMINISTERING, judgeGiven, lackedBy } from '../users/administration.rules.js';
import { UserStore } from '../users/user.store.js';
import { UserCountStore } from '../users/user-count.store.js';

interface RoleContent {
  readonly description: string;
  readonly permissions: readonly Permission[];
}

/** What roles would give together, as `roles.controller.ts` shows it. */
interface PermissionPreview {
  readonly permissions: readonly { readonly permission: Permission; readonly from: readonly string[] }[];
  readonly added: readonly Permission[];
  readonly removed: readonly Permission[];
  readonly lacking: readonly Permission[];
}

/** What administrators do with a tenant's own roles. */
@Injectable()
export class RoleAdministration {
  constructor(
    private readonly roles: RoleStore,
    private readonly known: KnownRoles,
    private readonly users: UserStore,
    private readonly counts: UserCountStore,
    private readonly audit: AuditRecorder,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async create(principal: Principal, name: string, content: RoleContent): Promise<OwnRole> {
    judgeContent(principal, content);
    const builtIn = builtInReadAs(name);
    if (builtIn !== undefined)
      throw new CountersignError('request.conflict', {
        faults: [{ path: '$.name', message: `${builtIn.name} is built in` }],
      });
    return this.unitOfWork.run(async (transaction) => {
      const now = this.clock.now();
      const role: OwnRole = {
        ...content,
        tenantId: principal.tenant.id,
        name,
        revision: 1,
        createdAt: now,
        updatedAt: now,
      };
      await this.roles.insert(transaction, role);
      await this.record(transaction, principal, 'role.created', role, now);
      return role;
    });
  }

  /** Whoever holds it may do what it gives now, at once. */
  async replace(
    principal: Principal,
    name: string,
    ifMatch: string | undefined,
    content: RoleContent,
  ): Promise<OwnRole> {
    judgeContent(principal, content);
    return this.change(principal, name, ifMatch, async (transaction, role) => {
      await this.judgeOwnRole(transaction, principal, role, content);
      const now = this.clock.now();
      const changed: OwnRole = { ...role, ...content, revision: role.revision + 1, updatedAt: now };
      await this.roles.update(transaction, changed);
      await this.judgeAdministrators(transaction, principal, role);
      await this.record(transaction, principal, 'role.revised', changed, now);
      return changed;
    });
  }

  async delete(principal: Principal, name: string, ifMatch: string | undefined): Promise<void> {
    await this.change(principal, name, ifMatch, async (transaction, role) => {
      const holders = await this.counts.countWithRole(transaction, role.tenantId, name);
      if (holders > 0)
        throw new CountersignError('request.conflict', {
          detail: `${holders} users have the role: take it from them first`,
        });
      await this.roles.delete(transaction, role.tenantId, name);
      await this.record(transaction, principal, 'role.deleted', role, this.clock.now());
      return role;
    });
  }

  async preview(
    principal: Principal,
    names: readonly string[],
    userId: string | undefined,
  ): Promise<PermissionPreview> {
    const { reading } = this.unitOfWork;
    const { tenant } = principal;
    const from = [...new Set(names)];
    const given = await this.known.permissionsOf(reading, tenant, names);
    const own = new Map((await this.roles.list(reading, tenant.id)).map((role) => [role.name, role]));
    const user = userId === undefined ? null : await this.users.find(reading, tenant.id, userId);
    if (userId !== undefined && user === null) throw new CountersignError('request.not_found');
    const present: ReadonlySet<Permission> = user?.permissions ?? new Set();
    const gives = (name: string, permission: Permission): boolean =>
      (builtInRoles.get(name) ?? own.get(name))?.permissions.includes(permission) ?? false;
    return {
      permissions: [...given].map((permission) => ({
        permission,
        from: from.filter((name) => gives(name, permission)),
      })),
      added: user === null ? [] : [...given].filter((permission) => !present.has(permission)),
      removed: [...present].filter((permission) => !given.has(permission)),
      lacking: lackedBy(principal, given),
    };
  }

  private async change(
    principal: Principal,
    name: string,
    ifMatch: string | undefined,
    work: (transaction: Transaction, role: OwnRole) => Promise<OwnRole>,
  ): Promise<OwnRole> {
    if (builtInRoles.has(name))
      throw new CountersignError('request.conflict', { detail: 'The role is built in; make one of your own' });
    const { id: tenantId } = principal.tenant;
    return this.unitOfWork.run(async (transaction) => {
      await this.users.lockTenant(transaction, tenantId);
      const role = await this.roles.find(transaction, tenantId, name);
      if (role === null) throw new CountersignError('request.not_found');
      judgeIfMatch(ifMatch, role.revision, true);
      judgeGiven(principal, role.permissions);
      return work(transaction, role);
    });
  }

  /** Nobody gives themselves a permission by way of a role that they have. */
  private async judgeOwnRole(
    transaction: Transaction,
    { actor }: Principal,
    role: OwnRole,
    { permissions }: RoleContent,
  ): Promise<void> {
    if (actor.type !== 'user') return;
    const self = await this.users.find(transaction, role.tenantId, actor.id);
    if (self?.roles.includes(role.name) !== true) return;
    const added = permissions.filter((permission) => !self.permissions.has(permission));
    if (added.length > 0)
      throw new CountersignError('people.own_permissions', { detail: `You would get ${added.join(', ')}` });
  }

  private async judgeAdministrators(transaction: Transaction, { tenant }: Principal, role: OwnRole): Promise<void> {
    if (!role.permissions.includes(ADMINISTERING)) return;
    if ((await this.counts.countWithRole(transaction, tenant.id, role.name)) === 0) return;
    const left = await this.users.holding(transaction, tenant.id, ADMINISTERING);
    if (left.length === 0) throw new CountersignError('people.last_administrator');
  }

  private async record(
    transaction: Transaction,
    { actor }: Principal,
    type: Extract<AuditEventInput['type'], `role.${string}`>,
    { tenantId, name, permissions, revision }: OwnRole,
    now: Date,
  ): Promise<void> {
    const data = { role: name, permissions: [...permissions], revision };
    await this.audit.record(transaction, [
      { tenantId, stream: 'tenant', type, occurredAt: now, actor, correlationId: correlationId(), data },
    ]);
  }
}

function judgeContent(principal: Principal, { permissions }: RoleContent): void {
  judgeGiven(principal, permissions);
  const faults = faultsOfTenant(principal.tenant, permissions.filter(isScope), '$.permissions');
  if (faults.length > 0) throw new CountersignError('request.unacceptable', { faults });
}

/**
 * Every fault for which somebody may not make a role of these permissions, or change one into it. Pure.
 * @param before what the role gives now; empty: it is new
 */
export function faultsOfContent(
  principal: Principal,
  permissions: readonly Permission[],
  before: readonly Permission[],
): readonly Fault[] {
  const lacked = lackedBy(principal, new Set([...permissions, ...before]));
  const lacking = lacked.map((permission) => ({
    path: '$.permissions',
    message: permissions.includes(permission)
      ? `gives ${permission}, which you lack`
      : `the role that is there gives ${permission}, which you lack`,
  }));
  return [...lacking, ...faultsOfTenant(principal.tenant, permissions.filter(isScope), '$.permissions')];
}
