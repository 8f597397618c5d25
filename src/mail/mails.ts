import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import type { Settings } from '../config/settings.js';
import { SETTINGS } from '../config/settings.token.js';
import type { Reading, Transaction } from '../database/transaction.js';
import { CountersignError } from '../errors/countersign-error.js';
import type { MailContent, MailRecipient, NewMail } from './mail.js';
import { type MailRecord, MailStore } from './mail.store.js';
import { MailSignal } from './outbox/mail-signal.js';

/**
 * Mails to people of a tenant. A mail is written in the transaction of what it is about and sent afterwards, once, as soon as the
 * mail server takes it.
 */
@Injectable()
export class Mails {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly store: MailStore,
    private readonly signal: MailSignal,
    private readonly clock: Clock,
  ) {}

  /** Whether a mail server is set up. Where it is not, notices are left out, and what needs a mail MUST be refused. */
  get available(): boolean {
    return this.settings.SMTP_URL !== undefined;
  }

  /** @throws CountersignError `mail.not_set_up` */
  require(): void {
    if (!this.available) throw new CountersignError('mail.not_set_up');
  }

  /** Has a mail sent once the transaction is committed; nothing where no mail server is set up. */
  async enqueue(transaction: Transaction, mail: NewMail): Promise<void> {
    if (!this.available) return;
    await this.store.insert(transaction, mail, this.clock.now());
    this.signal.wake();
  }

  /** Takes back what was not sent yet, because what it links to has ended. */
  withdraw(
    transaction: Transaction,
    user: Pick<MailRecipient, 'id' | 'tenantId'>,
    kinds: readonly MailContent['kind'][],
  ): Promise<void> {
    return this.store.withdraw(transaction, user, kinds, this.clock.now());
  }

  /** What became of the newest mail of some kinds to each user. */
  lastOf(
    reading: Reading,
    tenantId: string,
    userIds: readonly string[],
    kinds: readonly MailContent['kind'][],
  ): Promise<ReadonlyMap<string, MailRecord>> {
    return this.store.lastOf(reading, tenantId, userIds, kinds);
  }
}
