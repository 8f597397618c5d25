import { Injectable } from '@nestjs/common';
import { JwksLog } from '../audit/jwks/jwks-log.js';
import { type AuditEventInput, AuditRecorder, type RecordedEvent } from '../audit/recording.js';
import type { Transaction } from '../database/transaction.js';
import { correlationId } from '../http/correlation.js';
import { tripEvents } from './events/attempt-events.js';
import type { SettledLogin } from './settled-login.js';

/** Records a settled login: the provider's key set at its first use, what the trip found out, and what was made of it. */
@Injectable()
export class LoginRecorder {
  constructor(
    private readonly audit: AuditRecorder,
    private readonly jwks: JwksLog,
  ) {}

  /** @returns where the last of `judged` came to stand */
  async record(
    transaction: Transaction,
    settled: SettledLogin,
    judged: readonly AuditEventInput[],
  ): Promise<RecordedEvent | null> {
    const { attempt, outcome, judged: login, now } = settled;
    const recorded = await this.audit.record(transaction, [
      ...(await this.keySetEvents(transaction, settled)),
      ...tripEvents(login.authentication, attempt, outcome, now),
      ...judged,
    ]);
    return recorded.at(-1) ?? null;
  }

  private async keySetEvents(transaction: Transaction, settled: SettledLogin): Promise<readonly AuditEventInput[]> {
    const { attempt, outcome, now } = settled;
    const { idToken } = outcome.kind === 'completed' ? outcome.trip : outcome.failure;
    if (idToken === null || idToken.jwks === null || idToken.jwkThumbprint === null) return [];
    return this.jwks.firstUse(
      transaction,
      {
        tenantId: attempt.tenantId,
        provider: { id: attempt.providerId, name: attempt.providerName },
        issuer: outcome.kind === 'completed' ? outcome.trip.subject.issuer : '',
        jwks: idToken.jwks,
        jwkThumbprint: idToken.jwkThumbprint,
      },
      { occurredAt: now, actor: { type: 'signer', id: attempt.ownerId }, correlationId: correlationId() },
    );
  }
}
