import { Injectable } from '@nestjs/common';
import type { Attempt } from '../attempts/attempt.js';
import { AttemptStore } from '../attempts/attempt.store.js';
import type { Settlement } from '../attempts/attempt-owner.js';
import { Clock } from '../config/clock.js';
import type { Transaction } from '../database/transaction.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { TripOutcome } from '../federation/trip.js';
import type { ProviderForTrip } from '../providers/provider-for-trip.js';
import { attemptReport } from './attempt-report.js';
import { LoginJudge } from './judge-locked-login.js';
import { OutcomeWriter } from './write-outcome.js';

/**
 * Settles a login in one transaction: judge it against the recipient as they stand, then write outcome, updates and events,
 * or the refusal. Rows are locked in one order everywhere: recipient, signer authentication, attempt, stream of the trail.
 */
@Injectable()
export class LoginSettler {
  constructor(
    private readonly judge: LoginJudge,
    private readonly writer: OutcomeWriter,
    private readonly attempts: AttemptStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  settle(attempt: Attempt, outcome: TripOutcome, provider: ProviderForTrip | null): Promise<Settlement> {
    return this.unitOfWork.run((transaction) => this.settleIn(transaction, attempt, outcome, provider));
  }

  private async settleIn(
    transaction: Transaction,
    attempt: Attempt,
    outcome: TripOutcome,
    provider: ProviderForTrip | null,
  ): Promise<Settlement> {
    const now = this.clock.now();
    const judged = await this.judge.judge(transaction, attempt, outcome, provider, now);
    const ended = await this.attempts.end(
      transaction,
      attempt,
      judged.failure === null ? 'succeeded' : 'failed',
      judged.failure,
      now,
    );
    // Too late: the attempt was given up, and whoever gave it up has recorded that.
    const settled = { attempt, outcome, judged, now };
    if (!ended) return this.writer.tooLate(transaction, settled);
    await this.attempts.saveReport(transaction, attempt, attemptReport(outcome, judged, provider));
    return judged.failure === null
      ? this.writer.success(transaction, settled)
      : this.writer.refusal(transaction, settled, judged.failure);
  }
}
