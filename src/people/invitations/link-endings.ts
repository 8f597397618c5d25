import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { type PasswordRefusal, UserSecrets } from '../../access/user-secrets.js';
import { AuditRecorder } from '../../audit/recording.js';
import { Clock } from '../../config/clock.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { hashSecret } from '../../secrets/lookup-secret.js';
import { BindingStore } from '../bindings/binding.store.js';
import { identitySettings } from '../bindings/identity-settings.js';
import { UserStore } from '../users/user.store.js';
import { userEvent } from '../users/user-events.js';
import { type OpenLink, UserLinkOpener } from './open-link.js';
import { isOpen, isProved } from './user-link.js';
import { UserLinkStore } from './user-link.store.js';

/** What links end with beside a binding: a first password, or the confirmation of a binding that was stale. */
@Injectable()
export class LinkEndings {
  constructor(
    private readonly opener: UserLinkOpener,
    private readonly links: UserLinkStore,
    private readonly users: UserStore,
    private readonly bindings: BindingStore,
    private readonly audit: AuditRecorder,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly modules: ModuleRef,
  ) {}

  /**
   * The user, whose address is proved in this browser, chooses a password.
   * @returns the id of the link that has ended, or why the password is not taken
   * @throws CountersignError `people.address_not_proved`, `people.link_unknown`, `people.link_ended`
   */
  async choosePassword(
    token: string,
    browser: string | undefined,
    password: string,
  ): Promise<{ readonly linkId: string } | PasswordRefusal> {
    const { link, user, tenant, step } = await this.opener.open(token, browser);
    if (step !== 'choose_password' || browser === undefined || !user.mayUsePassword)
      throw new CountersignError('people.address_not_proved');
    const secrets = this.modules.get<UserSecrets>(UserSecrets, { strict: false });
    const prepared = await secrets.preparePassword(password, [user.email, user.displayName, tenant.displayName]);
    if (typeof prepared === 'string') return prepared;
    await this.unitOfWork.run(async (transaction) => {
      const present = await this.users.lock(transaction, user.tenantId, user.id);
      const open = await this.links.lock(transaction, link.tenantId, link.id);
      const now = this.clock.now();
      if (present === null || open === null || present.status === 'locked' || !isOpen(open, now))
        throw new CountersignError('people.link_ended');
      if (!isProved(open, hashSecret(browser), now)) throw new CountersignError('people.address_not_proved');
      await secrets.setPassword(transaction, { tenantId: user.tenantId, userId: user.id }, prepared, now);
      const activatedAt = present.activatedAt ?? now;
      await this.users.update(transaction, present, { status: 'active', activatedAt }, now);
      await this.links.end(transaction, link, now);
      const actor = { type: 'user', id: user.id } as const;
      const data = { linkId: link.id, first: true };
      await this.audit.record(transaction, [userEvent(user, { type: 'user.password_changed', actor, now, data })]);
    });
    return { linkId: link.id };
  }

  /** What a user confirms: the identity settings of the provider as they are now. */
  settingsOf({ provider }: Pick<OpenLink, 'provider'>): string | null {
    return provider === null ? null : identitySettings(provider);
  }

  /**
   * The user still logs in at the provider as it is set now.
   * @param seen the settings that the page was about: what has changed since is not confirmed
   * @returns the id of the link that has ended; null: the settings have changed since the page was shown
   * @throws CountersignError `people.link_unknown`, `people.link_ended`
   */
  async confirm(token: string, seen: string): Promise<string | null> {
    const { link, user, provider, step } = await this.opener.open(token, undefined);
    if (step !== 'confirm' || provider === null || link.bindingId === null)
      throw new CountersignError('people.link_ended');
    // Should they change from now on, what is confirmed is what was seen, and the binding is stale again.
    if (identitySettings(provider) !== seen) return null;
    const { bindingId } = link;
    return this.unitOfWork.run(async (transaction) => {
      const open = await this.links.lock(transaction, link.tenantId, link.id);
      const binding = await this.bindings.find(transaction, link.tenantId, bindingId);
      const now = this.clock.now();
      if (open === null || binding === null || !isOpen(open, now)) throw new CountersignError('people.link_ended');
      await this.bindings.confirm(transaction, binding, seen);
      await this.links.end(transaction, link, now);
      await this.audit.record(transaction, [
        userEvent(user, {
          type: 'user.binding_confirmed',
          actor: { type: 'user', id: user.id },
          now,
          data: {
            bindingId: binding.id,
            provider: binding.providerName,
            revision: provider.revision,
            before: binding.identitySettings,
            identitySettings: seen,
          },
        }),
      ]);
      return link.id;
    });
  }
}
