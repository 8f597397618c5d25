import { Injectable } from '@nestjs/common';
import { Accounts, type PersonalAccount } from '../../access/accounts.js';
import { GuessLimits } from '../../access/guess-limits.js';
import { SessionsOfUsers } from '../../access/sessions-of-users.js';
import { UserSecrets } from '../../access/user-secrets.js';
import { AuditRecorder } from '../../audit/recording.js';
import { Clock } from '../../config/clock.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { Mails } from '../../mail/mails.js';
import { LEAST_CHARACTERS, MOST_CHARACTERS, normalisedPassword } from './judge-password.js';
import { passwordChangedEvent } from './password-events.js';
import { PasswordHasher } from './password-hasher.js';
import { UserPasswordStore } from './user-password.store.js';

interface NewPassword {
  /** Needed where one is set. */
  readonly current: string | undefined;
  readonly chosen: string;
  readonly address: string;
  /** Whether the console asks: it alone may set a first password, which nothing but the token would prove. */
  readonly byConsole: boolean;
}

const REFUSALS = {
  too_short: `must have at least ${LEAST_CHARACTERS} characters`,
  too_long: `must have at most ${MOST_CHARACTERS} characters`,
  known_to_attackers: 'is one of the first that attackers try',
  about_the_user: 'must not consist of your name or address',
} as const;

/** A user changes their own password. */
@Injectable()
export class PasswordChange {
  constructor(
    private readonly accounts: Accounts,
    private readonly passwords: UserPasswordStore,
    private readonly hasher: PasswordHasher,
    private readonly secrets: UserSecrets,
    private readonly limits: GuessLimits,
    private readonly sessions: SessionsOfUsers,
    private readonly mails: Mails,
    private readonly audit: AuditRecorder,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * Ends every session and token of the user, this one among them: whoever knew the old password is out.
   * @throws CountersignError `login.password_not_allowed`, `login.password_wrong`, `login.too_many_guesses`, `request.unacceptable`
   */
  async change(account: PersonalAccount, { current, chosen, address, byConsole }: NewPassword): Promise<void> {
    const { tenantId, id: userId, email, displayName } = account;
    if (!account.mayUsePassword) throw new CountersignError('login.password_not_allowed');
    const stored = await this.requireCurrent(account, { current, address, byConsole });
    const prepared = await this.secrets.preparePassword(chosen, [email, displayName]);
    if (typeof prepared === 'string')
      throw new CountersignError('request.unacceptable', {
        faults: [{ path: '$.newPassword', message: REFUSALS[prepared] }],
      });
    await this.unitOfWork.run(async (transaction) => {
      const held = await this.accounts.lock(transaction, tenantId, userId);
      if (held?.mayUsePassword !== true) throw new CountersignError('login.password_not_allowed');
      // Whoever chose another one meanwhile, by a mailed link, is not overruled by who knew the one before.
      if ((await this.passwords.find(transaction, tenantId, userId)) !== stored)
        throw new CountersignError('login.password_wrong');
      const now = this.clock.now();
      const actor = { type: 'user', id: userId } as const;
      await this.secrets.setPassword(transaction, { tenantId, userId }, prepared, now);
      await this.sessions.endAll(transaction, { tenantId, userId }, { reason: 'password_changed', actor, now });
      await this.audit.record(transaction, [passwordChangedEvent(held, 'session', now)]);
      await this.mails.enqueue(transaction, { to: held, content: { kind: 'password_changed' } });
    });
  }

  /** @returns the hash that the password of now fits; null: there is none */
  private async requireCurrent(
    { tenantId, id, email }: PersonalAccount,
    { current, address, byConsole }: Omit<NewPassword, 'chosen'>,
  ): Promise<string | null> {
    const stored = await this.passwords.find(this.unitOfWork.lookups, tenantId, id);
    if (stored === null && byConsole) return null;
    if (stored === null)
      throw new CountersignError('login.password_wrong', {
        detail: 'No password is set: the first one is set in the console, or by a link that the login page has mailed',
      });
    const hash = await this.accounts.hashOfEmail(this.unitOfWork.lookups, tenantId, email);
    const guess = await this.limits.count({ guessed: 'password', tenantId, account: hash.toString('hex'), address });
    if (!(await this.hasher.matches(stored, normalisedPassword(current ?? ''))))
      throw new CountersignError('login.password_wrong');
    await guess.right();
    return stored;
  }
}
