import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { WithinLimits } from '../../access/within-limits.js';
import { type Actor, AuditRecorder, type JsonValue } from '../../audit/recording.js';
import { Clock } from '../../config/clock.js';
import type { Transaction } from '../../database/transaction.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { writeTogether } from '../../database/write-together.js';
import type { Language } from '../../http/languages.js';
import { DataKeys } from '../../secrets/data-keys.js';
import { BindingRemoval } from '../bindings/remove-binding.js';
import { type Invitation, Inviter } from '../invitations/invite.js';
import { KnownRoles } from '../roles/known-roles.js';
import { administers, judgeGiven, judgeOwn } from '../users/administration.rules.js';
import { EndAccess } from '../users/end-access.js';
import { type Administration, type Administrator, type HeldUser, HeldUsers } from '../users/hold-user.js';
import type { User } from '../users/user.js';
import { UserStore } from '../users/user.store.js';
import { UserCountStore } from '../users/user-count.store.js';
import { userEvent } from '../users/user-events.js';
import { UserProviders } from './user-providers.js';

export interface NewUser {
  readonly email: string;
  readonly displayName: string;
  readonly language: Language;
  readonly roles: readonly string[];
  /** By name; null: the user chooses a password. */
  readonly provider: string | null;
}

type ChangedUser = Pick<NewUser, 'displayName' | 'language' | 'roles'>;

/** What administrators do with users. How users log in is in `administer-logins.ts`. */
@Injectable()
export class UserAdministration {
  constructor(
    private readonly limits: WithinLimits,
    private readonly held: HeldUsers,
    private readonly users: UserStore,
    private readonly counts: UserCountStore,
    private readonly roles: KnownRoles,
    private readonly providers: UserProviders,
    private readonly removal: BindingRemoval,
    private readonly inviter: Inviter,
    private readonly access: EndAccess,
    private readonly dataKeys: DataKeys,
    private readonly audit: AuditRecorder,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @param printed see `Inviter` */
  async create(principal: Administrator, sent: NewUser, printed = false): Promise<Invitation> {
    const { tenant, actor } = principal;
    const provider = await this.providers.named(tenant.id, sent.provider);
    return this.unitOfWork.run(async (transaction) => {
      await this.users.lockTenant(transaction, tenant.id);
      await this.limits.judge(transaction, tenant.id, 'users', () => this.counts.count(transaction, tenant.id));
      const permissions = await this.roles.permissionsOf(transaction, tenant, sent.roles);
      judgeGiven(principal, permissions);
      const now = this.clock.now();
      const { dataKey, stored } = this.dataKeys.make(tenant.id, now);
      await writeTogether(transaction, [stored], tenant.id);
      const user: User = {
        id: randomUUID(),
        tenantId: tenant.id,
        email: sent.email,
        displayName: sent.displayName,
        language: sent.language,
        roles: sent.roles,
        permissions,
        providerId: provider?.id ?? null,
        mayUsePassword: provider === null || permissions.has('password:use'),
        status: 'invited',
        activatedAt: null,
        lockedAt: null,
        dataKeyId: dataKey.id,
        revision: 1,
        createdAt: now,
        updatedAt: now,
      };
      await this.users.insert(transaction, user, dataKey);
      return this.inviter.invite(transaction, { user, provider, actor, now, printed });
    });
  }

  async change(administration: Administration, sent: ChangedUser): Promise<User> {
    const { principal } = administration;
    return this.held.administer(administration, true, async ({ transaction, user, now }) => {
      const permissions = await this.roles.permissionsOf(transaction, principal.tenant, sent.roles);
      judgeGiven(principal, permissions);
      judgeOwn(principal, user, permissions);
      await this.held.judgeLast(transaction, user, administers({ status: user.status, permissions }));
      const changed = await this.users.update(transaction, user, sent, now);
      await this.recordChange({ transaction, user, now }, changed, principal);
      return changed;
    });
  }

  /** Nothing that the user holds is accepted any more, until they are unlocked. */
  async lock(administration: Administration): Promise<User> {
    const { actor } = administration.principal;
    return this.held.administer(administration, false, async ({ transaction, user, now }) => {
      if (user.lockedAt !== null) return user;
      await this.held.judgeLast(transaction, user, false);
      const locked = await this.users.update(transaction, user, { lockedAt: now }, now);
      await this.access.logOut(transaction, user, { reason: 'locked', actor, now });
      await this.audit.record(transaction, [userEvent(user, { type: 'user.locked', actor, now })]);
      return locked;
    });
  }

  async unlock(administration: Administration): Promise<User> {
    const { actor } = administration.principal;
    return this.held.administer(administration, false, async ({ transaction, user, now }) => {
      if (user.lockedAt === null) return user;
      const unlocked = await this.users.update(transaction, user, { lockedAt: null }, now);
      await this.audit.record(transaction, [userEvent(user, { type: 'user.unlocked', actor, now })]);
      return unlocked;
    });
  }

  async delete(administration: Administration): Promise<void> {
    const { actor } = administration.principal;
    await this.held.administer(administration, true, async ({ transaction, user, now }) => {
      await this.held.judgeLast(transaction, user, false);
      await this.end(transaction, user, { actor, now });
      return user;
    });
  }

  /** Ends a user for good: nothing can be done as them or with them any more. The caller has judged whether it may be. */
  async end(
    transaction: Transaction,
    user: User,
    { actor, now, notify = true }: { readonly actor: Actor; readonly now: Date; readonly notify?: boolean },
  ): Promise<void> {
    await this.inviter.endLinks(transaction, user, now);
    await this.access.logOutForGood(transaction, user, { reason: 'deleted', actor, now });
    await this.access.forgetSecrets(transaction, user);
    await this.removal.removeAll(transaction, user, { actor, now, reason: 'deleted', notify });
    await this.users.delete(transaction, user, now);
    await this.audit.record(transaction, [userEvent(user, { type: 'user.deleted', actor, now })]);
  }

  private async recordChange(
    { transaction, user, now }: HeldUser,
    changed: User,
    { actor }: Administrator,
  ): Promise<void> {
    const before = [...user.roles];
    const after = [...changed.roles];
    const data: Record<string, JsonValue> = { before, after };
    const events = [
      ...(sameRoles(before, after) ? [] : [userEvent(user, { type: 'user.permissions_changed', actor, now, data })]),
      ...(user.displayName === changed.displayName && user.language === changed.language
        ? []
        : [
            userEvent(user, {
              type: 'user.profile_changed',
              actor,
              now,
              data: { language: changed.language },
              disclosures: { displayName: changed.displayName },
            }),
          ]),
    ];
    await this.audit.record(transaction, events);
  }
}

const sameRoles = (before: readonly string[], after: readonly string[]): boolean =>
  JSON.stringify([...before].sort()) === JSON.stringify([...after].sort());
