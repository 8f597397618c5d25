import { Injectable } from '@nestjs/common';
import { SessionsOfUsers, type UserSession } from '../../access/sessions-of-users.js';
import type { Reading, Transaction } from '../../database/transaction.js';
import { SessionStore } from './session.store.js';

interface UserReference {
  readonly tenantId: string;
  readonly userId: string;
}

/** Sessions, tokens and grants of users, for whoever changes what a user may do. */
@Injectable()
export class StoredSessions extends SessionsOfUsers {
  constructor(private readonly store: SessionStore) {
    super();
  }

  override endAll(
    transaction: Transaction,
    { tenantId, userId }: UserReference,
    _reason: string,
    now: Date,
  ): Promise<number> {
    return this.store.endAll(transaction, tenantId, userId, now);
  }

  override list(reading: Reading, { tenantId, userId }: UserReference, now: Date): Promise<readonly UserSession[]> {
    return this.store.list(reading, tenantId, userId, now);
  }

  override end(transaction: Transaction, { tenantId, userId }: UserReference, sessionId: string): Promise<boolean> {
    return this.store.end(transaction, tenantId, userId, sessionId);
  }
}
