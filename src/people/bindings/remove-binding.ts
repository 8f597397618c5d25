import { Injectable } from '@nestjs/common';
import { type Actor, AuditRecorder } from '../../audit/recording.js';
import type { Transaction } from '../../database/transaction.js';
import { Mails } from '../../mail/mails.js';
import type { User } from '../users/user.js';
import { userEvent } from '../users/user-events.js';
import type { Binding } from './binding.js';
import { BindingStore } from './binding.store.js';

interface Removal {
  readonly actor: Actor;
  readonly now: Date;
  readonly reason: 'removed' | 'replaced' | 'invited_again' | 'deleted';
  /** Whether the user gets a mail about it; not where another mail says it. */
  readonly notify: boolean;
}

/** Removes bindings, with the mail and the event that belong to it. Whoever calls it ends the user's sessions. */
@Injectable()
export class BindingRemoval {
  constructor(
    private readonly store: BindingStore,
    private readonly mails: Mails,
    private readonly audit: AuditRecorder,
  ) {}

  async removeAll(transaction: Transaction, user: User, removal: Removal): Promise<void> {
    for (const binding of await this.store.listOf(transaction, user.tenantId, [user.id]))
      await this.remove(transaction, user, binding, removal);
  }

  async remove(transaction: Transaction, user: User, binding: Binding, removal: Removal): Promise<void> {
    await this.store.delete(transaction, binding);
    const content = { kind: 'binding_removed', provider: binding.providerName } as const;
    if (removal.notify) await this.mails.enqueue(transaction, { to: user, content });
    await this.audit.record(transaction, [
      userEvent(user, {
        type: 'user.unbound',
        actor: removal.actor,
        now: removal.now,
        data: {
          bindingId: binding.id,
          providerId: binding.providerId,
          provider: binding.providerName,
          issuer: binding.issuer,
          reason: removal.reason,
        },
      }),
    ]);
  }
}
