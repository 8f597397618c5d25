import { Injectable } from '@nestjs/common';
import { Accounts } from '../../access/accounts.js';
import type { CompletedLogin } from '../../access/login-interactions.js';
import { AuditRecorder } from '../../audit/recording.js';
import { Clock } from '../../config/clock.js';
import type { Transaction } from '../../database/transaction.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { CountersignError } from '../../errors/countersign-error.js';
import type { LoginFor } from './begin-login.js';
import { failedEvent, type LoginFailure, succeededEvent } from './login-events.js';
import { isUnderWay, type UserLogin } from './user-login.js';
import { UserLoginStore } from './user-login.store.js';

interface FinishLogin extends LoginFor {
  /** The OAuth client that the interaction is for. */
  readonly clientId: string;
  readonly address: string;
}

/**
 * Ends a login with what the authorization server is told. Whether the user may log in is asked again: they may have been locked
 * since. Asked twice, it says the same and records it once: the answer to the first time may have been lost.
 */
@Injectable()
export class LoginFinisher {
  constructor(
    private readonly logins: UserLoginStore,
    private readonly accounts: Accounts,
    private readonly audit: AuditRecorder,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws CountersignError `login.ended`, `login.refused` */
  async finish(finish: FinishLogin): Promise<CompletedLogin> {
    const known = await this.logins.findByInteraction(this.unitOfWork.lookups, finish.tenantId, finish.interaction);
    const { userId } = this.authenticated(known);
    const finished = await this.unitOfWork.run((transaction) => this.settle(transaction, finish, userId));
    if (finished === null) throw new CountersignError('login.refused');
    return finished;
  }

  private async settle(
    transaction: Transaction,
    { tenantId, interaction, clientId, address }: FinishLogin,
    userId: string,
  ): Promise<CompletedLogin | null> {
    const account = await this.accounts.lock(transaction, tenantId, userId);
    const login = this.authenticated(await this.logins.lockByInteraction(transaction, tenantId, interaction));
    if (account === null || login.userId !== userId) throw new CountersignError('login.ended');
    const now = this.clock.now();
    const providerId = login.provider?.providerId ?? null;
    const failure = failureOf(account, providerId === null);
    if (failure !== null) {
      const tried = { loginId: login.id, method: providerId === null ? 'password' : 'provider', address } as const;
      await this.audit.record(transaction, [failedEvent(account, tried, failure, now)]);
      await this.logins.delete(transaction, tenantId, [login.id]);
      return null;
    }
    if (login.stage !== 'finished') {
      if (login.profile !== null) await this.accounts.changeProfile(transaction, account, login.profile, now);
      await this.logins.update(transaction, { ...login, stage: 'finished' });
      await this.audit.record(transaction, [succeededEvent(account, login, { clientId, providerId, address }, now)]);
    }
    return { userId, loginId: login.id, at: login.authenticatedAt, amr: login.amr, acr: login.acr };
  }

  /** @throws CountersignError `login.ended` */
  private authenticated(
    login: UserLogin | null,
  ): UserLogin & { readonly userId: string; readonly authenticatedAt: Date } {
    const known = login?.stage === 'authenticated' || login?.stage === 'finished';
    if (!known || !isUnderWay(login, this.clock.now()) || login.userId === null || login.authenticatedAt === null)
      throw new CountersignError('login.ended');
    return { ...login, userId: login.userId, authenticatedAt: login.authenticatedAt };
  }
}

/** Pure. */
function failureOf(
  account: { readonly status: string; readonly mayUsePassword: boolean },
  byPassword: boolean,
): LoginFailure | null {
  if (account.status === 'locked') return 'locked';
  if (account.status !== 'active') return 'not_active';
  return byPassword && !account.mayUsePassword ? 'password_not_allowed' : null;
}
