import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { AuditRecorder } from '../audit/recording.js';
import { Clock } from '../config/clock.js';
import type { Lookups } from '../database/transaction.js';
import { isDatabaseUnavailable } from '../database/unavailable.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { writeTogether } from '../database/write-together.js';
import { ProviderDirectory } from '../providers/provider-directory.js';
import { type Attempt, isExchanging } from './attempt.js';
import { AttemptStore } from './attempt.store.js';
import { type AttemptOwner, AttemptOwners, type EndedTrip, type SettledTrip } from './attempt-owner.js';
import type { Settlement } from './settlement.js';

/** Milliseconds for which it tries again when the database was lost: longer than a standby needs to take over. */
const TRIES_FOR = 12_000;
/** Milliseconds before each further try: so much later than the database may the signer go on. */
const PAUSE = 250;

/** What a trip has come to, before it is known how things stand now. */
type CompletedTrip = Pick<EndedTrip, 'attempt' | 'outcome' | 'provider' | 'moved'>;

/** What others wait for who change the same. */
const contendedOf = ({ envelopeId, ownerId }: Attempt): string => envelopeId ?? ownerId;

/**
 * Settles attempts, whoever they are for. The steps of every settlement, in order:
 *
 * 1. re-read: how attempt and provider stand, unless nobody can have changed them
 * 2. already settled: the database was lost after everything was written; say where it stands
 * 3. too late: the attempt was given up, and whoever did that has recorded it; say where it stands
 * 4. judge: the owner reads how it stands itself and says what the trip means
 * 5. write: end of the attempt, what the owner writes, and the events, in one statement that is refused if anything has changed
 * 6. repeat: from 1 when it was refused, or when the database was lost: what a provider has said cannot be asked for again
 */
@Injectable()
export class AttemptSettler {
  constructor(
    private readonly attempts: AttemptStore,
    private readonly owners: AttemptOwners,
    private readonly providers: ProviderDirectory,
    private readonly audit: AuditRecorder,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  async settle(trip: CompletedTrip): Promise<Settlement> {
    const owner = this.owners.of(trip.attempt.purpose);
    let lostAt: number | null = null;
    for (;;) {
      try {
        return await this.unitOfWork.runOptimistically((reading, again) =>
          this.settleOnce(reading, owner, trip, again || lostAt !== null),
        );
      } catch (error) {
        if (!isDatabaseUnavailable(error)) throw error;
        const now = performance.now();
        lostAt ??= now;
        if (now - lostAt > TRIES_FOR) throw error;
        await pause(PAUSE);
      }
    }
  }

  /** For a callback that came before, or too late: makes no call, and changes nothing about the attempt. */
  async repeat(attempt: Attempt): Promise<Settlement> {
    const owner = this.owners.of(attempt.purpose);
    return this.unitOfWork.runOptimistically((reading) => this.standing(reading, owner, attempt, this.clock.now()));
  }

  private async settleOnce(
    reading: Lookups,
    owner: AttemptOwner,
    trip: CompletedTrip,
    again: boolean,
  ): Promise<Settlement> {
    const { attempt, usable, moved } = again ? await this.present(reading, owner, trip) : asConsumed(trip);
    const now = this.clock.now();
    if (!isExchanging(attempt, now)) return this.standing(reading, owner, attempt, now);
    const settled = await owner.settle(reading, { ...trip, attempt, usable, moved, now });
    await this.write(reading, attempt, settled, now);
    return settled.settlement;
  }

  private async present(
    reading: Lookups,
    owner: AttemptOwner,
    { attempt: { tenantId, id, providerId }, provider }: CompletedTrip,
  ): Promise<Pick<EndedTrip, 'attempt' | 'usable' | 'moved'>> {
    const attempt = await this.attempts.find(reading, tenantId, id);
    if (attempt === null) throw new Error(`Attempt ${id} is not there any more`);
    const standing = await this.providers.standing(reading, tenantId, providerId);
    return { attempt, usable: provider !== null && standing !== null && owner.usable(standing), moved: null };
  }

  private async standing(reading: Lookups, owner: AttemptOwner, attempt: Attempt, now: Date): Promise<Settlement> {
    const { settlement, writes } = await owner.repeat(reading, attempt, now);
    await writeTogether(reading, writes, contendedOf(attempt));
    return settlement;
  }

  /** Rows are locked in one order everywhere: what the owner writes first, then the attempt, last the streams of the trail. */
  private async write(reading: Lookups, attempt: Attempt, settled: SettledTrip, now: Date): Promise<void> {
    const { tenantId, ownerId } = attempt;
    const { writes, recorded } = await this.audit.prepare(reading, settled.heads, settled.events);
    await writeTogether(
      reading,
      [
        ...settled.writes(recorded),
        this.attempts.endAttempt(attempt, settled.end, now),
        ...(settled.last ? [this.attempts.abandonOpen(tenantId, ownerId, now)] : []),
        ...writes,
      ],
      contendedOf(attempt),
    );
  }
}

/** Nobody has changed attempt or provider since, says who settles for the first time; the write is refused if that is wrong. */
function asConsumed({ attempt, provider, moved }: CompletedTrip): Pick<EndedTrip, 'attempt' | 'usable' | 'moved'> {
  return { attempt, usable: provider !== null, moved };
}
