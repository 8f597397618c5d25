import { Injectable } from '@nestjs/common';
import type { SessionEnding } from '../../access/session-ending.js';
import { type SessionOfGrant, SessionsOfUsers, type UserSession } from '../../access/sessions-of-users.js';
import type { Lookups, Reading, Transaction } from '../../database/transaction.js';
import { SessionStore } from './session.store.js';
import { SessionEndings } from './session-endings.js';

interface UserReference {
  readonly tenantId: string;
  readonly userId: string;
}

/** Sessions, tokens and grants of users, for whoever changes what a user may do. */
@Injectable()
export class StoredSessions extends SessionsOfUsers {
  constructor(
    private readonly store: SessionStore,
    private readonly endings: SessionEndings,
  ) {
    super();
  }

  override endAll(transaction: Transaction, user: UserReference, ending: SessionEnding): Promise<void> {
    return this.endings.endAll(transaction, user, ending);
  }

  override list(reading: Reading, { tenantId, userId }: UserReference, now: Date): Promise<readonly UserSession[]> {
    return this.store.list(reading, tenantId, userId, now);
  }

  override ofGrant(reading: Lookups, tenantId: string, grantId: string): Promise<SessionOfGrant | null> {
    return this.store.ofGrant(reading, tenantId, grantId);
  }

  override end(
    transaction: Transaction,
    user: UserReference,
    sessionId: string,
    ending: SessionEnding,
  ): Promise<boolean> {
    return this.endings.end(transaction, user, sessionId, ending);
  }
}
