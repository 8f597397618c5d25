import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Accounts } from '../../access/accounts.js';
import { GuessLimits } from '../../access/guess-limits.js';
import { Clock } from '../../config/clock.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { PasswordResetStore } from './password-reset.store.js';
import { ResetMailer } from './reset-mailer.js';

/** How long a link counts, in milliseconds. */
const RESET_TIME = 1_800_000;

/** Longest address that is looked up (RFC 5321 §4.5.3.1). */
const LONGEST_ADDRESS = 320;

/**
 * Takes the wish for a new password. Whether anybody has the address, and whether they may have a password, is found out after the
 * answer: neither what is answered nor what is done for it depends on that.
 */
@Injectable()
export class ResetAsker {
  constructor(
    private readonly accounts: Accounts,
    private readonly limits: GuessLimits,
    private readonly resets: PasswordResetStore,
    private readonly mailer: ResetMailer,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Asked too often, it does nothing and says so to nobody. */
  async ask({ tenantId, email, address }: { tenantId: string; email: string; address: string }): Promise<void> {
    const typed = email.trim().slice(0, LONGEST_ADDRESS);
    const account = (await this.accounts.hashOfEmail(this.unitOfWork.lookups, tenantId, typed)).toString('hex');
    const allowed = await this.limits.tryCount({ guessed: 'reset', tenantId, account, address });
    if (typeof allowed === 'number') return;
    const createdAt = this.clock.now();
    const expiresAt = new Date(createdAt.getTime() + RESET_TIME);
    await this.unitOfWork.run((transaction) =>
      this.resets.insert(transaction, { id: randomUUID(), tenantId, email: typed, createdAt, expiresAt }),
    );
    this.mailer.soon();
  }
}
