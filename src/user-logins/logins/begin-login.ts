import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../config/clock.js';
import type { Transaction } from '../../database/transaction.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { isUnderWay, LOGIN_TIME, type UserLogin } from './user-login.js';
import { UserLoginStore } from './user-login.store.js';

/** What a login is for: an interaction of the authorization server, that this browser has the cookie of. */
export interface LoginFor {
  readonly tenantId: string;
  readonly interaction: string;
}

/** Begins the login of an interaction, at the first thing that somebody does on its page, and goes on with it. */
@Injectable()
export class LoginBeginner {
  constructor(
    private readonly store: UserLoginStore,
    private readonly clock: Clock,
  ) {}

  /** @returns the login, held until the transaction ends @throws CountersignError `login.ended` */
  async begin(transaction: Transaction, { tenantId, interaction }: LoginFor): Promise<UserLogin> {
    const now = this.clock.now();
    const login = await this.store.begin(transaction, {
      id: randomUUID(),
      tenantId,
      interaction,
      stage: 'open',
      userId: null,
      amr: [],
      acr: null,
      challenge: null,
      authenticatedAt: null,
      failure: null,
      provider: null,
      profile: null,
      createdAt: now,
      expiresAt: new Date(now.getTime() + LOGIN_TIME),
    });
    if (login.stage === 'finished' || !isUnderWay(login, now)) throw new CountersignError('login.ended');
    return login;
  }
}
