import { Injectable } from '@nestjs/common';
import type { AttemptFailure } from '../../attempts/attempt.js';
import { AttemptStore } from '../../attempts/attempt.store.js';
import { type FirstUse, JwksLog } from '../../audit/jwks/jwks-log.js';
import { type AuditEventInput, AuditRecorder, type PreparedEvents } from '../../audit/recording.js';
import type { Lookups } from '../../database/transaction.js';
import { correlationId } from '../../http/correlation.js';
import { tripEvents } from '../events/attempt-events.js';
import { attemptReport } from './attempt-report.js';
import type { SettledLogin } from './settled-login.js';

/** After an erasure nothing may be stored that could be about the person. */
function withoutWords(failure: AttemptFailure | null): AttemptFailure | null {
  return failure?.quoted === undefined ? failure : { code: failure.code, detail: failure.quoted.seen };
}

/** Records a settled login: the end of its attempt, the provider's key set at its first use, what the trip found out, and what was made of it. */
@Injectable()
export class LoginRecorder {
  constructor(
    private readonly audit: AuditRecorder,
    private readonly jwks: JwksLog,
    private readonly attempts: AttemptStore,
  ) {}

  /**
   * Prepares what records it.
   * @param last no other attempt is waited for any more
   * @returns the writes, and where the events will stand: the last one is the last of `judged`
   */
  async prepare(
    reading: Lookups,
    settled: SettledLogin,
    judged: readonly AuditEventInput[],
    last: boolean,
  ): Promise<PreparedEvents> {
    const { attempt, outcome, provider, judged: login, now } = settled;
    const firstUse = await this.firstUseOfKeys(reading, settled);
    const events = await this.audit.prepare(
      reading,
      [login.head],
      [...firstUse.events, ...tripEvents(login.authentication, attempt, outcome, now), ...judged],
    );
    const ended =
      login.authentication.details === null
        ? this.attempts.ended(attempt, withoutWords(login.failure), null, now)
        : this.attempts.ended(attempt, login.failure, attemptReport(outcome, login, provider), now);
    const others = last ? [this.attempts.abandonedOpen(attempt.tenantId, attempt.ownerId, now)] : [];
    return { writes: [ended, ...others, ...firstUse.writes, ...events.writes], recorded: events.recorded };
  }

  private async firstUseOfKeys(reading: Lookups, settled: SettledLogin): Promise<FirstUse> {
    const { attempt, outcome, now } = settled;
    const { idToken } = outcome.kind === 'completed' ? outcome.trip : outcome.failure;
    if (idToken === null || idToken.jwks === null || idToken.jwkThumbprint === null) return { events: [], writes: [] };
    return this.jwks.firstUse(
      reading,
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
