import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../config/clock.js';
import type { Settings } from '../../config/settings.js';
import { SETTINGS } from '../../config/settings.token.js';
import type { Transaction } from '../../database/transaction.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { Mails } from '../../mail/mails.js';
import { makeSecret } from '../../secrets/lookup-secret.js';
import { BindingStore } from '../bindings/binding.store.js';
import { LINK_LIFETIME } from '../invitations/user-link.js';
import { UserLinkStore } from '../invitations/user-link.store.js';
import { UserStore } from '../users/user.store.js';

const HOUR = 3_600_000;

/** Asks users of stale bindings whether they still log in there, by a link that is mailed to them. */
@Injectable()
export class ConfirmationAsker {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly bindings: BindingStore,
    private readonly users: UserStore,
    private readonly links: UserLinkStore,
    private readonly mails: Mails,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** At most once an hour for each binding; nothing where no mail can be sent. */
  async ask(tenantId: string, bindingId: string): Promise<void> {
    if (!this.mails.available) return;
    await this.unitOfWork.run((transaction) => this.askOnce(transaction, tenantId, bindingId));
  }

  private async askOnce(transaction: Transaction, tenantId: string, bindingId: string): Promise<void> {
    const now = this.clock.now();
    const found = await this.bindings.find(transaction, tenantId, bindingId);
    const user = found === null ? null : await this.users.lock(transaction, tenantId, found.userId);
    const binding = user === null ? null : await this.bindings.find(transaction, tenantId, bindingId);
    if (user === null || binding === null || user.status !== 'active') return;
    const asked = binding.confirmationAskedAt;
    if (asked !== null && now.getTime() - asked.getTime() < HOUR) return;
    await this.links.endAll(transaction, tenantId, user.id, now);
    const token = makeSecret(256);
    const expiresAt = new Date(now.getTime() + LINK_LIFETIME);
    await this.links.insert(
      transaction,
      {
        id: randomUUID(),
        tenantId,
        userId: user.id,
        kind: 'confirmation',
        providerId: binding.providerId,
        bindingId: binding.id,
        identitySettings: null,
        needsCode: false,
        codeHash: null,
        codeExpiresAt: null,
        browserHash: null,
        provedAt: null,
        failure: null,
        createdAt: now,
        expiresAt,
        endedAt: null,
        usedAt: null,
      },
      token,
    );
    await this.bindings.noteAsked(transaction, binding, now);
    const link = `${this.settings.PUBLIC_URL}/bindings/${token}`;
    const content = { kind: 'confirmation', link, provider: binding.providerName } as const;
    await this.mails.enqueue(transaction, { to: user, content, expiresAt });
  }
}
