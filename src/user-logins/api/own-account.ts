import { Injectable } from '@nestjs/common';
import { Accounts, type PersonalAccount } from '../../access/accounts.js';
import type { Principal } from '../../access/principal.js';
import { Clock } from '../../config/clock.js';
import type { Lookups } from '../../database/transaction.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { UserLoginStore } from '../logins/user-login.store.js';

/** How long after a login password and second factors may be changed, in milliseconds. */
const RECENT = 300_000;

/** Finds the user who makes a request themselves: no key and no client that acts for somebody. */
@Injectable()
export class OwnAccount {
  constructor(
    private readonly accounts: Accounts,
    private readonly logins: UserLoginStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws CountersignError `login.user_needed` */
  async of({ tenant, actor }: Principal, reading: Lookups = this.unitOfWork.lookups): Promise<PersonalAccount> {
    const account = actor.type === 'user' ? await this.accounts.find(reading, tenant.id, actor.id) : null;
    if (account === null) throw new CountersignError('login.user_needed');
    return account;
  }

  async hasLoggedInRecently({ tenantId, id }: PersonalAccount): Promise<boolean> {
    const last = await this.logins.lastOf(this.unitOfWork.lookups, tenantId, id);
    return last !== null && last.getTime() + RECENT > this.clock.now().getTime();
  }

  /** Whoever finds a browser open must not be able to stay. @throws CountersignError `login.not_recent` */
  async requireRecentLogin(account: PersonalAccount): Promise<void> {
    if (!(await this.hasLoggedInRecently(account))) throw new CountersignError('login.not_recent');
  }
}
