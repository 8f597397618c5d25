import { Injectable } from '@nestjs/common';
import type { Attempt } from '../attempts/attempt.js';
import { AuditRecorder } from '../audit/recording.js';
import type { Transaction } from '../database/transaction.js';
import { CountersignError } from '../errors/countersign-error.js';
import { startEvents } from './events/attempt-events.js';
import type { SignerAuthentication } from './signer-authentication.js';
import { SignerAuthenticationStore } from './signer-authentication.store.js';

/** Writes what belongs to a start: the count and the events, in the transaction that stores the attempt. */
@Injectable()
export class StartWriter {
  constructor(
    private readonly authentications: SignerAuthenticationStore,
    private readonly audit: AuditRecorder,
  ) {}

  /** @throws CountersignError when it has ended, expired or was started too often since it was read */
  async write(
    transaction: Transaction,
    authentication: SignerAuthentication,
    attempt: Attempt,
    revisionHash: string,
    now: Date,
  ): Promise<void> {
    const counted = await this.authentications.countStart(transaction, authentication.tenantId, authentication.id, now);
    if (!counted)
      throw new CountersignError('sign_in.ended', {
        detail: 'It ended, expired or was started too often in the meantime',
      });
    await this.audit.record(transaction, startEvents(authentication, attempt, revisionHash, now));
  }
}
