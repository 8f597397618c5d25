import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Attempt } from '../../attempts/attempt.js';
import type { Settlement } from '../../attempts/attempt-owner.js';
import { Clock } from '../../config/clock.js';
import type { Lookups } from '../../database/transaction.js';
import { isDatabaseUnavailable } from '../../database/unavailable.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import type { TripOutcome } from '../../federation/trip.js';
import type { ProviderForTrip } from '../../providers/provider-for-trip.js';
import { type EndedTrip, judgeSettledLogin } from './judge-settled-login.js';
import { SettlementReader } from './read-settlement.js';
import { SettlementRepeater } from './repeat-settlement.js';
import { OutcomeWriter } from './write-outcome.js';

/** How long it waits for a database that was lost, in milliseconds, before each further try. */
const PAUSES = [100, 400, 1_000, 2_000, 4_000];

/**
 * Settles a login: read how things stand, judge, then write outcome, updates and events, or the refusal, in one statement
 * that is refused when anything has changed since.
 */
@Injectable()
export class LoginSettler {
  constructor(
    private readonly reader: SettlementReader,
    private readonly writer: OutcomeWriter,
    private readonly repeater: SettlementRepeater,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** A database that is lost meanwhile does not cost the login: what the provider has said cannot be asked for again. */
  async settle(attempt: Attempt, outcome: TripOutcome, provider: ProviderForTrip | null): Promise<Settlement> {
    for (let lost = 0; ; lost += 1) {
      try {
        const settled = await this.unitOfWork.runOptimistically((reading, again) =>
          this.settleIn(reading, { attempt, outcome, provider }, again || lost > 0),
        );
        return 'alreadySettled' in settled ? await this.repeater.repeat(settled.alreadySettled) : settled;
      } catch (error) {
        const milliseconds = PAUSES[lost];
        if (milliseconds === undefined || !isDatabaseUnavailable(error)) throw error;
        await pause(milliseconds);
      }
    }
  }

  private async settleIn(
    reading: Lookups,
    ended: EndedTrip,
    again: boolean,
  ): Promise<Settlement | { readonly alreadySettled: Attempt }> {
    const present = await this.reader.read(reading, ended.attempt, again);
    const { status, deadlineAt } = present.attempt;
    // The connection was lost after it had been written.
    if (status === 'succeeded' || status === 'failed') return { alreadySettled: present.attempt };
    const now = this.clock.now();
    const judged = judgeSettledLogin(present.located, ended, present.usable, now);
    const settled = { ...ended, judged, now };
    // The attempt was given up, and whoever gave it up has recorded that.
    if (status !== 'exchanging' || deadlineAt <= now) return this.writer.tooLate(reading, settled);
    return judged.failure === null
      ? this.writer.success(reading, settled)
      : this.writer.refusal(reading, settled, judged.failure);
  }
}
