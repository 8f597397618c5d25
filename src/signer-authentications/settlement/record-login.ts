import { Injectable } from '@nestjs/common';
import type { AttemptEnd, AttemptFailure } from '../../attempts/attempt.js';
import { type FirstUse, JwksLog } from '../../audit/jwks/jwks-log.js';
import type { AuditEventInput } from '../../audit/recording.js';
import type { Lookups } from '../../database/transaction.js';
import type { Write } from '../../database/write-together.js';
import { correlationId } from '../../http/correlation.js';
import { signerOf, tripEvents } from '../events/attempt-events.js';
import type { JudgedLogin } from './judge-login.js';
import { loginReport } from './login-report.js';

/** What is kept of a login, whatever it came to. */
interface RecordedLogin {
  readonly end: AttemptEnd;
  readonly events: readonly AuditEventInput[];
  readonly writes: readonly Write[];
}

/** After an erasure nothing may be stored that could be about the person. */
function withoutWords(failure: AttemptFailure | null): AttemptFailure | null {
  return failure?.quoted === undefined ? failure : { code: failure.code, detail: failure.quoted.seen };
}

/** Records a settled login: the provider's key set at its first use, what the trip found out, what was made of it, and the report. */
@Injectable()
export class LoginRecorder {
  constructor(private readonly jwks: JwksLog) {}

  /** @param judged the events of the judgement, which come last */
  async record(
    reading: Lookups,
    login: JudgedLogin,
    status: AttemptEnd['status'],
    judged: readonly AuditEventInput[],
  ): Promise<RecordedLogin> {
    const { attempt, authentication, outcome, now } = login;
    const firstUse = await this.firstUseOfKeys(reading, login);
    const failure = status === 'failed' ? login.failure : null;
    const isErased = authentication.details === null;
    return {
      end: isErased
        ? { status, failure: withoutWords(failure), report: null }
        : { status, failure, report: loginReport(login) },
      events: [...firstUse.events, ...tripEvents(authentication, attempt, outcome, now), ...judged],
      writes: firstUse.writes,
    };
  }

  private async firstUseOfKeys(reading: Lookups, { attempt, outcome, now }: JudgedLogin): Promise<FirstUse> {
    const { idToken } = outcome.kind === 'completed' ? outcome.trip : outcome.failure;
    if (idToken === null || idToken.jwks === null || idToken.jwkThumbprint === null) return { events: [], writes: [] };
    return this.jwks.firstUse(
      reading,
      {
        tenantId: attempt.tenantId,
        provider: { id: attempt.providerId, name: attempt.providerName },
        // Of a login that was refused, the issuer is known whose metadata it went by.
        issuer: outcome.kind === 'completed' ? outcome.trip.subject.issuer : (outcome.failure.issuer ?? ''),
        jwks: idToken.jwks,
        jwkThumbprint: idToken.jwkThumbprint,
      },
      { occurredAt: now, actor: signerOf(attempt), correlationId: correlationId() },
    );
  }
}
