import { Injectable } from '@nestjs/common';
import { Accounts, type PersonalAccount } from '../../access/accounts.js';
import type { Principal } from '../../access/principal.js';
import { type SessionOfGrant, SessionsOfUsers } from '../../access/sessions-of-users.js';
import { Clock } from '../../config/clock.js';
import type { Lookups } from '../../database/transaction.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { CountersignError } from '../../errors/countersign-error.js';

/** How long after a login password and second factors may be changed, in milliseconds. */
const RECENT = 300_000;

/** Finds the user who makes a request themselves: no key and no client that acts for somebody. */
@Injectable()
export class OwnAccount {
  constructor(
    private readonly accounts: Accounts,
    private readonly sessions: SessionsOfUsers,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws CountersignError `login.user_needed` */
  async of({ tenant, actor }: Principal, reading: Lookups = this.unitOfWork.lookups): Promise<PersonalAccount> {
    const account = actor.type === 'user' ? await this.accounts.find(reading, tenant.id, actor.id) : null;
    if (account === null) throw new CountersignError('login.user_needed');
    return account;
  }

  /** Whether the login with which this token's session began, or the last one in it, was just now; one elsewhere does not count. */
  async hasLoggedInRecently(principal: Principal): Promise<boolean> {
    const last = (await this.sessionOf(principal))?.loggedInAt ?? null;
    return last !== null && last.getTime() + RECENT > this.clock.now().getTime();
  }

  /** The session in which this token was given; null: it has ended. */
  async sessionOf({ tenant, grantId }: Principal): Promise<SessionOfGrant | null> {
    return grantId === undefined ? null : this.sessions.ofGrant(this.unitOfWork.lookups, tenant.id, grantId);
  }

  /** Whoever finds a browser open must not be able to stay. @throws CountersignError `login.not_recent` */
  async requireRecentLogin(principal: Principal): Promise<void> {
    if (!(await this.hasLoggedInRecently(principal))) throw new CountersignError('login.not_recent');
  }
}
