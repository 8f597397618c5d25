import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { AttemptStore } from '../../attempts/attempt.store.js';
import { type Actor, AuditRecorder } from '../../audit/recording.js';
import type { Settings } from '../../config/settings.js';
import { SETTINGS } from '../../config/settings.token.js';
import type { Transaction } from '../../database/transaction.js';
import { writeTogether } from '../../database/write-together.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { Mails } from '../../mail/mails.js';
import { makeSecret } from '../../secrets/lookup-secret.js';
import { BindingRemoval } from '../bindings/remove-binding.js';
import { EndAccess } from '../users/end-access.js';
import type { User } from '../users/user.js';
import { UserStore } from '../users/user.store.js';
import { UserCountStore } from '../users/user-count.store.js';
import { userEvent } from '../users/user-events.js';
import { LINK_LIFETIME, SHOWN_LINK_LIFETIME, type UserLink } from './user-link.js';
import { UserLinkStore } from './user-link.store.js';

/** Mails that a newer link, or the end of the user, makes pointless. */
const LINK_MAILS = ['invitation', 'renewal', 'code', 'confirmation'] as const;

/** The provider at which a user is to be bound. */
export interface AssignedProvider {
  readonly id: string;
  readonly name: string;
  /** Hash of what it is set to. */
  readonly identitySettings: string;
}

interface Invite {
  readonly user: User;
  /** null: the user chooses a password. */
  readonly provider: AssignedProvider | null;
  readonly actor: Actor;
  readonly now: Date;
  /** The operator of the deployment invites on its machine, where the link is printed: no mail is needed. */
  readonly printed?: boolean;
}

/** An invitation that was made. */
export interface Invitation {
  readonly user: User;
  readonly link: UserLink;
  /** A secret: it is the user's. Never to an administrator, but where `shown` says so. */
  readonly url: string;
  /** Whether it is shown to whoever invites, once: no mail can be sent, and the tenant never had another user. */
  readonly shown: boolean;
}

/**
 * Invites a user to set up how they log in. The steps, in order:
 *
 * 1. ends every earlier link, with logins at providers that were begun with one, and what was mailed of it and not sent yet
 * 2. who could log in before is logged out everywhere and loses bindings, password and second factors: whoever has them now may not
 *    be who is invited
 * 3. makes a link of 256 bits and mails it to the user's address, which never changes; it is for the provider as it is set now
 *
 * Without a mail server there is a link only for the first user that a tenant ever had; it is shown once, to whoever invites.
 */
@Injectable()
export class Inviter {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly users: UserStore,
    private readonly counts: UserCountStore,
    private readonly links: UserLinkStore,
    private readonly attempts: AttemptStore,
    private readonly bindings: BindingRemoval,
    private readonly access: EndAccess,
    private readonly mails: Mails,
    private readonly audit: AuditRecorder,
  ) {}

  /** @throws CountersignError `mail.not_set_up` */
  async invite(transaction: Transaction, invite: Invite): Promise<Invitation> {
    const { tenantId } = invite.user;
    const first = (await this.counts.countEver(transaction, tenantId)) === 1 && invite.user.activatedAt === null;
    if (!this.mails.available && !first && invite.printed !== true) throw new CountersignError('mail.not_set_up');
    await this.endLinks(transaction, invite.user, invite.now);
    const user = await this.beginAnew(transaction, invite);
    const { link, token } = this.linkOf(user, invite);
    await this.links.insert(transaction, link, token);
    const url = `${this.settings.PUBLIC_URL}/bindings/${token}`;
    const kind = link.kind === 'renewal' ? 'renewal' : 'invitation';
    await this.mails.enqueue(transaction, { to: user, content: { kind, link: url }, expiresAt: link.expiresAt });
    await this.audit.record(transaction, [
      userEvent(user, {
        type: 'user.invited',
        actor: invite.actor,
        now: invite.now,
        data: {
          linkId: link.id,
          kind,
          roles: [...user.roles],
          provider: invite.provider?.name ?? null,
          ...(link.identitySettings === null ? {} : { identitySettings: link.identitySettings }),
          mailed: this.mails.available,
          expiresAt: link.expiresAt.toISOString(),
        },
        disclosures: { email: user.email, displayName: user.displayName },
      }),
    ]);
    return { user, link, url, shown: !this.mails.available };
  }

  /** Ends every link of a user, and logins at providers that were begun with one. */
  async endLinks(transaction: Transaction, user: User, now: Date): Promise<void> {
    const ended = await this.links.endAll(transaction, user.tenantId, user.id, now);
    for (const id of ended)
      await writeTogether(transaction, [this.attempts.abandonOpen(user.tenantId, id, now)], user.id);
    await this.mails.withdraw(transaction, user, LINK_MAILS);
  }

  private async beginAnew(transaction: Transaction, { user, actor, now }: Invite): Promise<User> {
    if (user.activatedAt === null) return user;
    await this.access.logOut(transaction, user, { reason: 'invited_again', actor, now });
    await this.access.forgetSecrets(transaction, user);
    await this.bindings.removeAll(transaction, user, { actor, now, reason: 'invited_again', notify: false });
    return this.users.update(transaction, user, { status: 'invited' }, now);
  }

  private linkOf(user: User, { provider, now }: Invite): { readonly link: UserLink; readonly token: string } {
    const lifetime = this.mails.available ? LINK_LIFETIME : SHOWN_LINK_LIFETIME;
    const link: UserLink = {
      id: randomUUID(),
      tenantId: user.tenantId,
      userId: user.id,
      kind: user.activatedAt === null ? 'invitation' : 'renewal',
      providerId: user.providerId,
      bindingId: null,
      identitySettings: provider?.identitySettings ?? null,
      needsCode: this.mails.available,
      codeHash: null,
      codeExpiresAt: null,
      browserHash: null,
      provedAt: null,
      failure: null,
      createdAt: now,
      expiresAt: new Date(now.getTime() + lifetime),
      endedAt: null,
      usedAt: null,
    };
    return { link, token: makeSecret(256) };
  }
}
