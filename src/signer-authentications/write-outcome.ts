import { Injectable } from '@nestjs/common';
import type { AttemptFailure } from '../attempts/attempt.js';
import type { Settlement } from '../attempts/attempt-owner.js';
import { withUpdates } from '../claims/recipient-fields.js';
import type { Transaction } from '../database/transaction.js';
import { catalogueEntry } from '../errors/catalogue.js';
import { KeyedHash } from '../secrets/keyed-hash.js';
import { failedEvent, succeededEvent } from './events/attempt-events.js';
import { mappingEvents, updatedEvent } from './events/mapping-events.js';
import { LoginRecorder } from './record-login.js';
import type { SettledLogin } from './settled-login.js';
import { shapeOutcome } from './shape-outcome.js';
import { SettlementShaper } from './shape-settlement.js';
import { SignerAuthenticationStore } from './signer-authentication.store.js';
import { UpdateSpreader } from './spread-updates.js';

/** Writes what a judged login means, with its events, and says what the browser is shown. */
@Injectable()
export class OutcomeWriter {
  constructor(
    private readonly authentications: SignerAuthenticationStore,
    private readonly updates: UpdateSpreader,
    private readonly settlements: SettlementShaper,
    private readonly recorder: LoginRecorder,
    private readonly keyedHash: KeyedHash,
  ) {}

  async success(transaction: Transaction, settled: SettledLogin): Promise<Settlement> {
    const { attempt, judged, now } = settled;
    const { authentication, trip, judgement } = judged;
    const details = authentication.details;
    if (trip === null || judgement === null || details === null)
      throw new Error('A login succeeds only when it was judged');
    const propagatedTo = await this.updates.spread(transaction, judged, attempt.providerName, now);
    const changed = Object.keys(judgement.updates).length > 0;
    const recorded = await this.recorder.record(transaction, settled, [
      ...mappingEvents(authentication, attempt, judgement, now),
      ...(changed ? [updatedEvent(authentication, attempt, judgement, propagatedTo, now)] : []),
      succeededEvent(authentication, attempt, trip, now),
    ]);
    const recipient = withUpdates(details.recipient, judgement.updates);
    const end = shapeOutcome({
      attempt,
      trip,
      judgement,
      recipient,
      propagatedTo,
      failure: null,
      recorded,
    });
    const subjectHash = await this.keyedHash.of(
      transaction,
      attempt.tenantId,
      'subject',
      `${trip.subject.issuer} ${trip.subject.sub}`,
    );
    const settlement = await this.settlements.ended(
      transaction,
      authentication,
      'succeeded',
      'link_completed',
      trip.logoutUrl,
      now,
    );
    await this.authentications.end(transaction, authentication, 'succeeded', end, now, subjectHash);
    return settlement;
  }

  async refusal(transaction: Transaction, settled: SettledLogin, failure: AttemptFailure): Promise<Settlement> {
    const { attempt, judged, now } = settled;
    const { authentication, judgement, trip } = judged;
    const pending = authentication.status === 'pending';
    const counts = pending && (catalogueEntry(failure.code).countsTowardsMaxAttempts ?? false);
    const failedAttempts = authentication.failedAttempts + (counts ? 1 : 0);
    const final = counts && failedAttempts >= authentication.maxAttempts;
    const recorded = await this.recorder.record(transaction, settled, [
      ...(judgement === null ? [] : mappingEvents(authentication, attempt, judgement, now)),
      failedEvent(authentication, attempt, failure, final, now),
    ]);
    if (counts) await this.authentications.countFailedAttempt(transaction, authentication.tenantId, authentication.id);
    if (!final) return this.settlements.tryAgain(transaction, { ...authentication, failedAttempts }, failure.code, now);
    const recipient = authentication.details?.recipient ?? null;
    const end = shapeOutcome({
      attempt,
      trip,
      judgement,
      recipient,
      propagatedTo: [],
      failure,
      recorded,
    });
    await this.authentications.end(transaction, authentication, 'failed', end, now);
    return this.settlements.ended(transaction, authentication, 'failed', 'attempts_exhausted', null, now);
  }

  /** The attempt was given up before its outcome could be committed: the signer starts again. */
  tooLate(transaction: Transaction, { judged, now }: SettledLogin): Promise<Settlement> {
    return this.settlements.tryAgain(transaction, judged.authentication, 'callback.attempt_abandoned', now);
  }
}
