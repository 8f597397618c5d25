import { Injectable } from '@nestjs/common';
import type { Principal } from '../../access/principal.js';
import type { Actor } from '../../audit/recording.js';
import { Clock } from '../../config/clock.js';
import type { Transaction } from '../../database/transaction.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { judgeIfMatch } from '../../http/entity-tag.js';
import { ADMINISTERING, judgeAdministered, judgeLastAdministrator } from './administration.rules.js';
import type { User } from './user.js';
import { UserStore } from './user.store.js';

/** Who administers. */
export type Administrator = Pick<Principal, 'tenant' | 'scopes'> & { readonly actor: Actor };

/** A user of a tenant whom somebody administers. */
export interface Administration {
  readonly principal: Administrator;
  readonly id: string;
  readonly ifMatch?: string | undefined;
}

/** A user whom nobody else changes meanwhile. */
export interface HeldUser {
  readonly transaction: Transaction;
  readonly user: User;
  readonly now: Date;
}

/**
 * Holds users while they are administered. Whoever administers a tenant's people does it one after the other, so that of two
 * administrators who remove each other one is left.
 */
@Injectable()
export class HeldUsers {
  constructor(
    private readonly users: UserStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws CountersignError `request.not_found`, those of If-Match, `people.permission_lacking` */
  async administer<T>(
    { principal, id, ifMatch }: Administration,
    ifMatchNeeded: boolean,
    work: (held: HeldUser) => Promise<T>,
  ): Promise<T> {
    const tenantId = principal.tenant.id;
    return this.unitOfWork.run(async (transaction) => {
      await this.users.lockTenant(transaction, tenantId);
      const user = await this.users.lock(transaction, tenantId, id);
      if (user === null) throw new CountersignError('request.not_found');
      judgeIfMatch(ifMatch, user.revision, ifMatchNeeded);
      judgeAdministered(principal, user);
      return work({ transaction, user, now: this.clock.now() });
    });
  }

  /** @throws CountersignError `people.last_administrator` */
  async judgeLast(transaction: Transaction, user: User, after: boolean): Promise<void> {
    judgeLastAdministrator(await this.users.holding(transaction, user.tenantId, ADMINISTERING), user, after);
  }
}
