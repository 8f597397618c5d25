import { Injectable } from '@nestjs/common';
import { scopes } from '../../access/scope.js';
import type { Tenant } from '../../access/tenant.store.js';
import { AuditRecorder } from '../../audit/recording.js';
import { Clock } from '../../config/clock.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { type Invitation, Inviter } from '../invitations/invite.js';
import { KnownRoles } from '../roles/known-roles.js';
import type { User } from '../users/user.js';
import { UserStore } from '../users/user.store.js';
import { userEvent } from '../users/user-events.js';
import { type NewUser, UserAdministration } from './administer-users.js';
import { UserProviders } from './user-providers.js';

const OPERATOR = { type: 'system', id: 'cli' } as const;

/**
 * How the operator of the deployment, on its machine, lets somebody into a tenant: the first user, and whoever is left when nobody
 * can log in any more. Rules that keep administrators from each other's accounts do not bind who holds database and keys anyway;
 * the trail says that it was done.
 */
@Injectable()
export class AccessRecovery {
  constructor(
    private readonly users: UserStore,
    private readonly roles: KnownRoles,
    private readonly administration: UserAdministration,
    private readonly inviter: Inviter,
    private readonly providers: UserProviders,
    private readonly audit: AuditRecorder,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Invites somebody new, or somebody who is there already: then they are unlocked and get the roles beside their own. */
  async invite(tenant: Tenant, wanted: NewUser): Promise<Invitation> {
    const known = await this.users.findByEmail(this.unitOfWork.lookups, tenant.id, wanted.email);
    if (known === null)
      return this.administration.create({ tenant, actor: OPERATOR, scopes: new Set(scopes) }, wanted, true);
    const provider = await this.providers.inWhateverState(known);
    return this.unitOfWork.run(async (transaction) => {
      await this.users.lockTenant(transaction, tenant.id);
      const user = await this.users.lock(transaction, tenant.id, known.id);
      if (user === null) throw new CountersignError('request.not_found');
      const now = this.clock.now();
      const roles = [...new Set([...user.roles, ...wanted.roles])];
      await this.roles.permissionsOf(transaction, tenant, roles);
      const changed = await this.users.update(transaction, user, { roles, lockedAt: null }, now);
      const data = { before: [...user.roles], after: roles };
      if (roles.length > user.roles.length)
        await this.audit.record(transaction, [
          userEvent(user, { type: 'user.permissions_changed', actor: OPERATOR, now, data }),
        ]);
      if (user.lockedAt !== null)
        await this.audit.record(transaction, [userEvent(user, { type: 'user.unlocked', actor: OPERATOR, now })]);
      return this.inviter.invite(transaction, { user: changed, provider, actor: OPERATOR, now, printed: true });
    });
  }

  /** @throws CountersignError `request.not_found` */
  async unlock(tenant: Tenant, email: string): Promise<User> {
    const known = await this.users.findByEmail(this.unitOfWork.lookups, tenant.id, email);
    if (known === null)
      throw new CountersignError('request.not_found', { detail: 'There is no user with this address' });
    const principal = { tenant, actor: OPERATOR, scopes: new Set(scopes) };
    return this.administration.unlock({ principal, id: known.id });
  }
}
