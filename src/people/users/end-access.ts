import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { ConsentsOfUsers } from '../../access/consents-of-users.js';
import type { SessionEnding } from '../../access/session-ending.js';
import { SessionsOfUsers } from '../../access/sessions-of-users.js';
import { UserSecrets } from '../../access/user-secrets.js';
import type { Lookups, Transaction } from '../../database/transaction.js';
import type { User } from './user.js';

/** Ends what a user is logged in with, and takes away what they could log in with. The rooms above this one hold both. */
@Injectable()
export class EndAccess {
  constructor(private readonly modules: ModuleRef) {}

  /** Sessions, tokens and grants. */
  async logOut(transaction: Transaction, { id: userId, tenantId }: User, ending: SessionEnding): Promise<void> {
    await this.sessions.endAll(transaction, { tenantId, userId }, ending);
  }

  /** Of a user who is deleted: sessions, tokens, grants and consents. */
  async logOutForGood(transaction: Transaction, { id: userId, tenantId }: User, ending: SessionEnding): Promise<void> {
    const consents = this.modules.get<ConsentsOfUsers>(ConsentsOfUsers, { strict: false });
    await this.sessions.endAll(transaction, { tenantId, userId }, ending);
    await consents.revokeAll(transaction, { tenantId, userId }, ending);
  }

  /** Password, second factors, and everything that was begun with them. */
  async forgetSecrets(transaction: Transaction, { id: userId, tenantId }: User): Promise<void> {
    await this.secrets.forget(transaction, { tenantId, userId });
  }

  hasPassword(reading: Lookups, { id: userId, tenantId }: User): Promise<boolean> {
    return this.secrets.hasPassword(reading, { tenantId, userId });
  }

  private get sessions(): SessionsOfUsers {
    return this.modules.get<SessionsOfUsers>(SessionsOfUsers, { strict: false });
  }

  private get secrets(): UserSecrets {
    return this.modules.get<UserSecrets>(UserSecrets, { strict: false });
  }
}
