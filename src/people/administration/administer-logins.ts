import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { judgeIfMatch } from '../../http/entity-tag.js';
import { BindingStore } from '../bindings/binding.store.js';
import { BindingRemoval } from '../bindings/remove-binding.js';
import { type Invitation, Inviter } from '../invitations/invite.js';
import { administers } from '../users/administration.rules.js';
import { EndAccess } from '../users/end-access.js';
import { type Administration, HeldUsers } from '../users/hold-user.js';
import type { User } from '../users/user.js';
import { UserStore } from '../users/user.store.js';
import { UserProviders } from './user-providers.js';

/** What administrators do with how users log in. None of it lets anybody in: only the user's own mail does. */
@Injectable()
export class LoginAdministration {
  constructor(
    private readonly held: HeldUsers,
    private readonly users: UserStore,
    private readonly providers: UserProviders,
    private readonly bindings: BindingStore,
    private readonly removal: BindingRemoval,
    private readonly inviter: Inviter,
    private readonly access: EndAccess,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** The user is to log in by another provider, or by none: they are invited to set that up. */
  async assignProvider(administration: Administration, name: string | null): Promise<Invitation> {
    const { principal, id, ifMatch } = administration;
    const { actor } = principal;
    // What is at fault in the body is told to whoever knows the present revision.
    const known = await this.users.find(this.unitOfWork.lookups, principal.tenant.id, id);
    if (known === null) throw new CountersignError('request.not_found');
    judgeIfMatch(ifMatch, known.revision, true);
    const provider = await this.providers.named(principal.tenant.id, name);
    const providerId = provider?.id ?? null;
    return this.held.administer(administration, true, async ({ transaction, user, now }) => {
      judgeUnlocked(user);
      await this.held.judgeLast(transaction, user, isSelf(principal, user));
      await this.access.logOut(transaction, user, { reason: 'provider_replaced', actor, now });
      await this.removal.removeAll(transaction, user, { actor, now, reason: 'replaced', notify: true });
      const assigned = await this.users.update(transaction, user, { providerId, status: 'invited' }, now);
      return this.inviter.invite(transaction, { user: assigned, provider, actor, now });
    });
  }

  /** Sends the invitation again; the earlier one ends. */
  async inviteAgain(administration: Administration): Promise<Invitation> {
    const { principal } = administration;
    const known = await this.users.find(this.unitOfWork.lookups, principal.tenant.id, administration.id);
    const provider = known === null ? null : await this.providers.of(known);
    return this.held.administer(administration, false, async ({ transaction, user, now }) => {
      if (user.providerId !== known?.providerId)
        throw new CountersignError('request.conflict', { detail: 'The user got another provider meanwhile' });
      judgeUnlocked(user);
      await this.held.judgeLast(transaction, user, isSelf(principal, user));
      return this.inviter.invite(transaction, { user, provider, actor: principal.actor, now });
    });
  }

  /** The user cannot log in by it any more; only a new invitation lets them bind anything again. */
  async removeBinding(administration: Administration, provider: string): Promise<User> {
    const { actor } = administration.principal;
    return this.held.administer(administration, false, async ({ transaction, user, now }) => {
      const bound = await this.bindings.listOf(transaction, user.tenantId, [user.id]);
      const binding = bound.find(({ providerName }) => providerName === provider);
      if (binding === undefined)
        throw new CountersignError('request.not_found', { detail: `The user is not bound at ${provider}` });
      const hasPassword = user.mayUsePassword && (await this.access.hasPassword(transaction, user));
      const left = hasPassword || bound.length > 1;
      await this.held.judgeLast(transaction, user, left && administers(user));
      await this.access.logOut(transaction, user, { reason: 'binding_removed', actor, now });
      await this.inviter.endLinks(transaction, user, now);
      await this.removal.remove(transaction, user, binding, { actor, now, reason: 'removed', notify: true });
      return this.users.update(transaction, user, left ? {} : { status: 'invited' }, now);
    });
  }
}

const isSelf = ({ actor }: Administration['principal'], user: User): boolean =>
  actor.type === 'user' && actor.id === user.id;

/** A link is of no use to somebody who is locked. */
function judgeUnlocked({ lockedAt }: User): void {
  if (lockedAt !== null)
    throw new CountersignError('request.conflict', { detail: 'The user is locked: unlock them first' });
}
