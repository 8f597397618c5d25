import { Injectable } from '@nestjs/common';
import type { AttemptFailure } from '../../attempts/attempt.js';
import type { SettledTrip } from '../../attempts/attempt-owner.js';
import { withUpdates } from '../../claims/recipient-fields.js';
import type { Lookups } from '../../database/transaction.js';
import { catalogueEntry } from '../../errors/catalogue.js';
import { ProviderDirectory } from '../../providers/provider-directory.js';
import { failedEvent, succeededEvent, unneededEvent } from '../events/attempt-events.js';
import { mappingEvents, updatedEvent } from '../events/mapping-events.js';
import { judgedResponseValues } from '../events/response-values.js';
import { shapeOutcome } from '../shape-outcome.js';
import { SignerAuthenticationStore } from '../stores/signer-authentication.store.js';
import { countFailure, endAuthentication } from '../stores/signer-authentication.writes.js';
import type { JudgedLogin } from './judge-login.js';
import { LoginRecorder } from './record-login.js';
import { SettlementShaper } from './shape-settlement.js';
import { UpdateSpreader } from './spread-updates.js';

/**
 * Says what a judged login means: what is written, with which events, and what the browser is shown. Rows are locked in one order
 * everywhere: recipient, signer authentication, provider, attempt, stream of the trail.
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

  async success(reading: Lookups, login: JudgedLogin): Promise<SettledTrip> {
    const { attempt, authentication, recipient, head, trip, judgement, now } = login;
    const { details } = authentication;
    if (trip === null || judgement === null || details === null)
      throw new Error('A login succeeds only when it was judged');
    const { tenantId, providerId, providerName } = attempt;
    const spread = await this.updates.spread(reading, login, providerName, now);
    const recorded = await this.recorder.record(reading, login, 'succeeded', [
      ...judgedEvents(login),
      ...(spread.details === null ? [] : [updatedEvent(authentication, attempt, judgement, spread.propagatedTo, now)]),
      succeededEvent(authentication, attempt, trip, now),
    ]);
    const subjectHash = await this.authentications.subjectHash(reading, tenantId, trip.subject);
    const shown = this.settlements.ended(authentication, 'succeeded', 'link_completed', trip.logoutUrl, now);
    return {
      end: recorded.end,
      last: true,
      heads: [head],
      events: recorded.events,
      writes: (places) => {
        const outcome = shapeOutcome({
          attempt,
          trip,
          judgement,
          recipient: withUpdates(details.recipient, judgement.updates),
          propagatedTo: spread.propagatedTo,
          failure: null,
          recorded: places.at(-1) ?? null,
        });
        const changed = spread.details === null ? {} : { details: spread.details };
        const end = { status: 'succeeded', outcome, now, subjectHash, ...changed } as const;
        return [
          ...spread.writes,
          endAuthentication(authentication, end, recipient.dataKey),
          this.providers.stillUsable(tenantId, providerId, 'signer'),
          ...recorded.writes,
          ...shown.writes,
        ];
      },
      settlement: shown.settlement,
    };
  }

  async refusal(reading: Lookups, login: JudgedLogin, failure: AttemptFailure): Promise<SettledTrip> {
    const { attempt, authentication, recipient, head, trip, judgement, now } = login;
    const pending = authentication.status === 'pending';
    const counts = pending && (catalogueEntry(failure.code).countsTowardsMaxAttempts ?? false);
    const failedAttempts = authentication.failedAttempts + (counts ? 1 : 0);
    const final = counts && failedAttempts >= authentication.maxAttempts;
    const recorded = await this.recorder.record(reading, login, 'failed', [
      ...judgedEvents(login),
      failedEvent(authentication, attempt, failure, final, now),
    ]);
    const { end, events } = recorded;
    if (!final) {
      return {
        end,
        last: false,
        heads: [head],
        events,
        writes: () => [...(counts ? [countFailure(authentication)] : []), ...recorded.writes],
        settlement: await this.settlements.tryAgain(reading, { ...authentication, failedAttempts }, failure.code, now),
      };
    }
    const shown = this.settlements.ended(authentication, 'failed', 'attempts_exhausted', null, now);
    return {
      end,
      last: true,
      heads: [head],
      events,
      writes: (places) => {
        const outcome = shapeOutcome({
          attempt,
          trip,
          judgement,
          recipient: authentication.details?.recipient ?? null,
          propagatedTo: [],
          failure,
          recorded: places.at(-1) ?? null,
        });
        const ended = { status: 'failed', outcome, now, failedAttempts } as const;
        return [endAuthentication(authentication, ended, recipient.dataKey), ...recorded.writes, ...shown.writes];
      },
      settlement: shown.settlement,
    };
  }

  /** Another tab has succeeded meanwhile: whatever this login found out, nobody waits for it any more, and nothing has failed. */
  async unneeded(reading: Lookups, login: JudgedLogin): Promise<SettledTrip> {
    const { attempt, authentication, head, now } = login;
    const recorded = await this.recorder.record(reading, login, 'abandoned', [
      unneededEvent(authentication, attempt, now),
    ]);
    return {
      end: recorded.end,
      last: false,
      heads: [head],
      events: recorded.events,
      writes: () => recorded.writes,
      settlement: this.settlements.nothingLeft(authentication, 'succeeded'),
    };
  }
}

function judgedEvents({ authentication, attempt, judgement, trip, provider, now }: JudgedLogin) {
  return judgement === null
    ? []
    : mappingEvents(authentication, attempt, judgement, judgedResponseValues(trip, provider), now);
}
