import { Injectable } from '@nestjs/common';
import type { AttemptFailure } from '../../attempts/attempt.js';
import type { Settlement } from '../../attempts/attempt-owner.js';
import { withUpdates } from '../../claims/recipient-fields.js';
import type { Lookups } from '../../database/transaction.js';
import { writeTogether } from '../../database/write-together.js';
import { catalogueEntry } from '../../errors/catalogue.js';
import { ProviderDirectory } from '../../providers/provider-directory.js';
import { failedEvent, succeededEvent } from '../events/attempt-events.js';
import { mappingEvents, updatedEvent } from '../events/mapping-events.js';
import { judgedResponseValues } from '../events/response-values.js';
import { shapeOutcome } from '../shape-outcome.js';
import { SignerAuthenticationStore } from '../stores/signer-authentication.store.js';
import { endedAuthentication, failedOnce } from '../stores/signer-authentication.writes.js';
import { LoginRecorder } from './record-login.js';
import type { SettledLogin } from './settled-login.js';
import { SettlementShaper } from './shape-settlement.js';
import { UpdateSpreader } from './spread-updates.js';

/**
 * Writes what a judged login means, with its events, and says what the browser is shown. Rows are locked in one order everywhere:
 * recipient, signer authentication, attempt, provider, stream of the trail.
 */
@Injectable()
export class OutcomeWriter {
  constructor(
    private readonly authentications: SignerAuthenticationStore,
    private readonly updates: UpdateSpreader,
    private readonly settlements: SettlementShaper,
    private readonly recorder: LoginRecorder,
    private readonly providers: ProviderDirectory,
  ) {}

  /** @throws StaleWriteError when anything has changed since it was read */
  async success(reading: Lookups, settled: SettledLogin): Promise<Settlement> {
    const { attempt, judged, now } = settled;
    const { authentication, trip, judgement } = judged;
    if (trip === null || judgement === null || authentication.details === null)
      throw new Error('A login succeeds only when it was judged');
    const { tenantId, providerId, providerName } = attempt;
    const { propagatedTo, writes, details } = await this.updates.spread(reading, judged, providerName, now);
    const prepared = await this.recorder.prepare(
      reading,
      settled,
      [
        ...mappingEvents(authentication, attempt, judgement, judgedResponseValues(trip, settled.provider), now),
        ...(details === null ? [] : [updatedEvent(authentication, attempt, judgement, propagatedTo, now)]),
        succeededEvent(authentication, attempt, trip, now),
      ],
      true,
    );
    const outcome = shapeOutcome({
      attempt,
      trip,
      judgement,
      recipient: withUpdates(authentication.details.recipient, judgement.updates),
      propagatedTo,
      failure: null,
      recorded: prepared.recorded.at(-1) ?? null,
    });
    const end = {
      status: 'succeeded',
      outcome,
      now,
      subjectHash: await this.authentications.subjectHash(reading, tenantId, trip.subject),
      ...(details === null ? {} : { details }),
    } as const;
    const shown = this.settlements.ended(authentication, 'succeeded', 'link_completed', trip.logoutUrl, now);
    await writeTogether(
      reading,
      [
        ...writes,
        endedAuthentication(authentication, end, judged.recipient.dataKey),
        this.providers.stillEnabled(tenantId, providerId),
        ...prepared.writes,
        ...shown.writes,
      ],
      authentication.envelopeId,
    );
    return shown.settlement;
  }

  /** @throws StaleWriteError when anything has changed since it was read */
  async refusal(reading: Lookups, settled: SettledLogin, failure: AttemptFailure): Promise<Settlement> {
    const { attempt, judged, now } = settled;
    const { authentication, judgement, trip } = judged;
    const pending = authentication.status === 'pending';
    const counts = pending && (catalogueEntry(failure.code).countsTowardsMaxAttempts ?? false);
    const failedAttempts = authentication.failedAttempts + (counts ? 1 : 0);
    const final = counts && failedAttempts >= authentication.maxAttempts;
    const prepared = await this.recorder.prepare(
      reading,
      settled,
      [
        ...(judgement === null
          ? []
          : mappingEvents(authentication, attempt, judgement, judgedResponseValues(trip, settled.provider), now)),
        failedEvent(authentication, attempt, failure, final, now),
      ],
      final,
    );
    if (!final) {
      const counted = counts ? [failedOnce(authentication)] : [];
      await writeTogether(reading, [...counted, ...prepared.writes], authentication.envelopeId);
      return this.settlements.tryAgain(reading, { ...authentication, failedAttempts }, failure.code, now);
    }
    const outcome = shapeOutcome({
      attempt,
      trip,
      judgement,
      recipient: authentication.details?.recipient ?? null,
      propagatedTo: [],
      failure,
      recorded: prepared.recorded.at(-1) ?? null,
    });
    const ended = endedAuthentication(
      authentication,
      { status: 'failed', outcome, now, failedAttempts },
      judged.recipient.dataKey,
    );
    const shown = this.settlements.ended(authentication, 'failed', 'attempts_exhausted', null, now);
    await writeTogether(reading, [ended, ...prepared.writes, ...shown.writes], authentication.envelopeId);
    return shown.settlement;
  }

  /** The attempt was given up before its outcome could be written: the signer starts again. */
  tooLate(reading: Lookups, { judged, now }: SettledLogin): Promise<Settlement> {
    return this.settlements.tryAgain(reading, judged.authentication, 'callback.attempt_abandoned', now);
  }
}
