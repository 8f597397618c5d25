import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Accounts, type PersonalAccount } from '../../access/accounts.js';
import { GuessLimits } from '../../access/guess-limits.js';
import { type AuditEventInput, AuditRecorder } from '../../audit/recording.js';
import { Clock } from '../../config/clock.js';
import type { Transaction } from '../../database/transaction.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { MOST_CHARACTERS, normalisedPassword } from '../passwords/judge-password.js';
import { PasswordHasher } from '../passwords/password-hasher.js';
import { UserPasswordStore } from '../passwords/user-password.store.js';
import { Passkeys } from '../second-factors/passkeys.js';
import { passkeysAmong } from '../second-factors/second-factor.js';
import { SecondFactorStore } from '../second-factors/second-factor.store.js';
import { LoginBeginner, type LoginFor } from './begin-login.js';
import { failedEvent, type LoginFailure, unknownAddressEvent } from './login-events.js';
import type { UserLogin } from './user-login.js';
import { UserLoginStore } from './user-login.store.js';

interface TypedPassword extends LoginFor {
  /** As it was typed. */
  readonly email: string;
  readonly password: string;
  /** Where the request comes from. */
  readonly address: string;
}

/** What was found out before anything is held. */
interface Compared {
  readonly account: PersonalAccount | null;
  readonly emailHash: Buffer;
  /** The hash that the password fits; null: it fits none. */
  readonly right: string | null;
}

/** `refused`: whoever typed is told nothing but that. */
type PasswordLoginResult = 'authenticated' | 'second_factor' | 'refused';

/**
 * Logs somebody in by a password. The steps of every try, in order, whoever's address it is and whether anybody has it:
 *
 * 1. count: a guess at this account, from this address
 * 2. look up: the account and its password, or those of nobody
 * 3. compare: with the hash, or with nobody's
 * 4. judge: may they log in by it now? A hash that has changed while it was compared with is that of another password
 * 5. write: the event of a failure in the trail, or how far the login has come
 */
@Injectable()
export class PasswordLogin {
  constructor(
    private readonly limits: GuessLimits,
    private readonly accounts: Accounts,
    private readonly passwords: UserPasswordStore,
    private readonly hasher: PasswordHasher,
    private readonly factors: SecondFactorStore,
    private readonly passkeys: Passkeys,
    private readonly beginner: LoginBeginner,
    private readonly logins: UserLoginStore,
    private readonly audit: AuditRecorder,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws CountersignError `login.too_many_guesses`, `login.ended` */
  async logIn(typed: TypedPassword): Promise<PasswordLoginResult> {
    const { tenantId, email, address } = typed;
    const { lookups } = this.unitOfWork;
    const emailHash = await this.accounts.hashOfEmail(lookups, tenantId, email);
    const guess = await this.limits.count({
      guessed: 'password',
      tenantId,
      account: emailHash.toString('hex'),
      address,
    });
    const account = await this.accounts.findByEmail(lookups, tenantId, email);
    const hash = await this.passwords.find(lookups, tenantId, account?.id ?? randomUUID());
    const right = await this.hasher.matches(hash, boundedPassword(typed.password));
    const result = await this.unitOfWork.run((transaction) =>
      this.settle(transaction, typed, { account, emailHash, right: right ? hash : null }),
    );
    if (result !== 'refused') await guess.right();
    return result;
  }

  private async settle(
    transaction: Transaction,
    typed: TypedPassword,
    { account: known, emailHash, right: hash }: Compared,
  ): Promise<PasswordLoginResult> {
    const { tenantId, address } = typed;
    // Held in one order everywhere: the account first, then its login.
    const account = known === null ? null : await this.accounts.lock(transaction, tenantId, known.id);
    const right =
      account !== null && hash !== null && hash === (await this.passwords.find(transaction, tenantId, account.id));
    const login = await this.beginner.begin(transaction, typed);
    const failure = account === null ? null : failureOf(account, right);
    if (account !== null && failure === null) return this.goOn(transaction, login, account);
    const now = this.clock.now();
    const tried = { loginId: login.id, method: 'password', address } as const;
    const event: AuditEventInput =
      account === null || failure === null
        ? unknownAddressEvent(tenantId, emailHash, tried, now)
        : failedEvent(account, tried, failure, now);
    await this.audit.record(transaction, [event]);
    return 'refused';
  }

  private async goOn(
    transaction: Transaction,
    login: UserLogin,
    { tenantId, id: userId }: PersonalAccount,
  ): Promise<PasswordLoginResult> {
    const factors = await this.factors.lockConfirmed(transaction, tenantId, userId);
    const keys = passkeysAmong(factors).map(({ secret }) => secret);
    const challenge = keys.length === 0 ? null : (await this.passkeys.requestOptions(keys)).challenge;
    const authenticated = factors.length === 0;
    await this.logins.update(transaction, {
      ...login,
      stage: authenticated ? 'authenticated' : 'second_factor',
      userId,
      amr: ['pwd'],
      acr: null,
      challenge,
      provider: null,
      profile: null,
      failure: null,
      authenticatedAt: authenticated ? this.clock.now() : null,
    });
    return authenticated ? 'authenticated' : 'second_factor';
  }
}

/** Nobody has a longer one, and a hash of more would be work for nothing. */
function boundedPassword(typed: string): string {
  const normalised = normalisedPassword(typed.slice(0, 4 * MOST_CHARACTERS));
  return Array.from(normalised).length > MOST_CHARACTERS ? '' : normalised;
}

/** The first that keeps them out; null: nothing does. Pure. */
function failureOf(account: PersonalAccount, right: boolean): LoginFailure | null {
  if (!right) return 'password_wrong';
  if (account.status === 'locked') return 'locked';
  if (account.status !== 'active') return 'not_active';
  return account.mayUsePassword ? null : 'password_not_allowed';
}
