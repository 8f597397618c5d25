import { Injectable } from '@nestjs/common';
import type { Attempt } from '../attempts/attempt.js';
import { AuditRecorder } from '../audit/recording.js';
import type { Transaction } from '../database/transaction.js';
import { CountersignError } from '../errors/countersign-error.js';
import { startEvents } from './events/attempt-events.js';
import { isOverdue, type SignerAuthentication } from './signer-authentication.js';
import { SignerAuthenticationStore } from './signer-authentication.store.js';

/** Writes what belongs to a start: the count and the events, in the transaction that stores the attempt. */
@Injectable()
export class StartWriter {
  constructor(
    private readonly authentications: SignerAuthenticationStore,
    private readonly audit: AuditRecorder,
  ) {}

  /** @throws CountersignError `sign_in.*` when it has ended, expired or was started too often since it was read */
  async write(
    transaction: Transaction,
    authentication: SignerAuthentication,
    attempt: Attempt,
    revisionHash: string,
    now: Date,
  ): Promise<void> {
    const counted = await this.authentications.countStart(transaction, authentication.tenantId, authentication.id, now);
    if (!counted) throw await this.whyNot(transaction, authentication, now);
    await this.audit.record(transaction, startEvents(authentication, attempt, revisionHash, now));
  }

  /** It was open when it was read; what has happened since decides what the signer is told. */
  private async whyNot(
    transaction: Transaction,
    { tenantId, id }: SignerAuthentication,
    now: Date,
  ): Promise<CountersignError> {
    const present = await this.authentications.find(transaction, tenantId, id);
    if (present === null) return new CountersignError('sign_in.ended');
    if (present.status === 'expired' || isOverdue(present, now)) return new CountersignError('sign_in.expired');
    if (present.status === 'pending') return new CountersignError('sign_in.too_many_starts');
    return new CountersignError('sign_in.ended', { detail: `Its status is ${present.status}` });
  }
}
