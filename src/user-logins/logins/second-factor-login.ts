import { Injectable } from '@nestjs/common';
import { Accounts } from '../../access/accounts.js';
import { GuessLimits } from '../../access/guess-limits.js';
import { AuditRecorder } from '../../audit/recording.js';
import { Clock } from '../../config/clock.js';
import type { Transaction } from '../../database/transaction.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { type GivenFactor, SecondFactorJudge } from '../second-factors/judge-second-factor.js';
import { Passkeys } from '../second-factors/passkeys.js';
import { passkeysAmong } from '../second-factors/second-factor.js';
import { SecondFactorStore } from '../second-factors/second-factor.store.js';
import type { LoginFor } from './begin-login.js';
import { failedEvent } from './login-events.js';
import { isUnderWay, type UserLogin } from './user-login.js';
import { UserLoginStore } from './user-login.store.js';

interface TypedFactor extends LoginFor {
  readonly given: { readonly code: string } | { readonly passkey: string };
  readonly address: string;
}

const AMR = { otp: ['otp'], hwk: ['hwk'], recovery: ['recovery_code'] } as const;

/** Takes the second factor of a login whose password was right. */
@Injectable()
export class SecondFactorLogin {
  constructor(
    private readonly limits: GuessLimits,
    private readonly accounts: Accounts,
    private readonly factors: SecondFactorStore,
    private readonly judge: SecondFactorJudge,
    private readonly passkeys: Passkeys,
    private readonly logins: UserLoginStore,
    private readonly audit: AuditRecorder,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * @returns whether it was right
   * @throws CountersignError `login.too_many_guesses`, `login.ended`
   */
  async logIn({ tenantId, interaction, given, address }: TypedFactor): Promise<boolean> {
    const login = await this.logins.findByInteraction(this.unitOfWork.lookups, tenantId, interaction);
    const userId = this.userOf(login);
    const guess = await this.limits.count({ guessed: 'second_factor', tenantId, account: userId, address });
    const right = await this.unitOfWork.run(async (transaction) => {
      const account = await this.accounts.lock(transaction, tenantId, userId);
      const held = await this.logins.lockByInteraction(transaction, tenantId, interaction);
      if (held === null || this.userOf(held) !== userId || account === null) throw new CountersignError('login.ended');
      const now = this.clock.now();
      const judged = await this.judge.judge(transaction, tenantId, userId, givenIn(held, given), now);
      if (judged === null) {
        const tried = { loginId: held.id, method: 'second_factor', address } as const;
        await this.audit.record(transaction, [failedEvent(account, tried, 'second_factor_wrong', now)]);
        await this.logins.update(transaction, { ...held, challenge: await this.newChallenge(transaction, held) });
        return false;
      }
      const amr = ['pwd', ...AMR[judged], 'mfa'];
      await this.logins.update(transaction, {
        ...held,
        stage: 'authenticated',
        amr,
        authenticatedAt: now,
        challenge: null,
      });
      return true;
    });
    if (right) await guess.right();
    return right;
  }

  /** What a browser asks the passkeys of a login by; null when its user has none. */
  async passkeyRequest(login: UserLogin): Promise<object | null> {
    if (login.userId === null || login.challenge === null) return null;
    const factors = await this.factors.list(this.unitOfWork.reading, login.tenantId, login.userId);
    const keys = passkeysAmong(factors).map(({ secret }) => secret);
    if (keys.length === 0) return null;
    return { ...(await this.passkeys.requestOptions(keys)), challenge: login.challenge };
  }

  private userOf(login: UserLogin | null): string {
    const waits = login?.stage === 'second_factor' && isUnderWay(login, this.clock.now());
    if (!waits || login.userId === null) throw new CountersignError('login.ended');
    return login.userId;
  }

  /** A challenge is asked once, right or wrong (WebAuthn §13.4.3). */
  private async newChallenge(transaction: Transaction, login: UserLogin): Promise<string | null> {
    if (login.userId === null || login.challenge === null) return null;
    const factors = await this.factors.list(transaction, login.tenantId, login.userId);
    return (await this.passkeys.requestOptions(passkeysAmong(factors).map(({ secret }) => secret))).challenge;
  }
}

const givenIn = (login: UserLogin, given: TypedFactor['given']): GivenFactor =>
  'code' in given
    ? { kind: 'code', code: given.code }
    : { kind: 'passkey', answer: given.passkey, challenge: login.challenge };
