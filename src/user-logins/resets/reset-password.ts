import { Injectable } from '@nestjs/common';
import { Accounts, type PersonalAccount } from '../../access/accounts.js';
import { SessionsOfUsers } from '../../access/sessions-of-users.js';
import { type PasswordRefusal, UserSecrets } from '../../access/user-secrets.js';
import { AuditRecorder } from '../../audit/recording.js';
import { Clock } from '../../config/clock.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { Mails } from '../../mail/mails.js';
import { passwordChangedEvent } from '../passwords/password-events.js';
import { PasswordResetStore } from './password-reset.store.js';

/** Follows the link of a mail, by which its user chooses a new password. A second factor is asked for at the login all the same. */
@Injectable()
export class PasswordReset {
  constructor(
    private readonly resets: PasswordResetStore,
    private readonly accounts: Accounts,
    private readonly secrets: UserSecrets,
    private readonly sessions: SessionsOfUsers,
    private readonly mails: Mails,
    private readonly audit: AuditRecorder,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Reads only. @returns whose link it is @throws CountersignError `login.reset_ended` */
  async open(tenantId: string, token: string): Promise<PersonalAccount> {
    const reset = await this.resets.findByToken(this.unitOfWork.lookups, tenantId, token);
    const account =
      reset === null || reset.expiresAt <= this.clock.now()
        ? null
        : await this.accounts.find(this.unitOfWork.lookups, tenantId, reset.userId);
    return usable(account);
  }

  /**
   * Changes the password and ends every session: whoever knew the old one is out.
   * @returns why the password is not taken; null when it was
   * @throws CountersignError `login.reset_ended`
   */
  async choose(tenantId: string, token: string, password: string): Promise<PasswordRefusal | null> {
    const { email, displayName } = await this.open(tenantId, token);
    const prepared = await this.secrets.preparePassword(password, [email, displayName]);
    if (typeof prepared === 'string') return prepared;
    await this.unitOfWork.run(async (transaction) => {
      const reset = await this.resets.findByToken(transaction, tenantId, token);
      if (reset === null || reset.expiresAt <= this.clock.now()) throw new CountersignError('login.reset_ended');
      const account = usable(await this.accounts.lock(transaction, tenantId, reset.userId));
      if (!(await this.resets.use(transaction, reset))) throw new CountersignError('login.reset_ended');
      const now = this.clock.now();
      await this.secrets.setPassword(transaction, { tenantId, userId: account.id }, prepared, now);
      const actor = { type: 'user', id: account.id } as const;
      await this.sessions.endAll(
        transaction,
        { tenantId, userId: account.id },
        { reason: 'password_reset', actor, now },
      );
      await this.audit.record(transaction, [passwordChangedEvent(account, 'reset', now)]);
      await this.mails.enqueue(transaction, { to: account, content: { kind: 'password_changed' } });
    });
    return null;
  }
}

/** @throws CountersignError `login.reset_ended` when the user may not have a password any more */
function usable(account: PersonalAccount | null): PersonalAccount {
  if (account?.status !== 'active' || !account.mayUsePassword) throw new CountersignError('login.reset_ended');
  return account;
}
