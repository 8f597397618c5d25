import { Injectable } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Attempt, AttemptPurpose } from './attempt.js';
import { AttemptStore } from './attempt.store.js';
import { AttemptOwners } from './attempt-owner.js';

const BATCH = 100;

/**
 * Gives up attempts whose deadline has passed: browsers that never came back, and exchanges that a crash cut off. Runs on
 * every instance; rows that another one is at are skipped.
 */
@Injectable()
export class OverdueAttempts {
  constructor(
    private readonly attempts: AttemptStore,
    private readonly owners: AttemptOwners,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @returns how many were given up */
  async abandon(): Promise<number> {
    let count = 0;
    for (;;) {
      const abandoned = await this.unitOfWork.runPatiently(async (transaction) => {
        const now = this.clock.now();
        const overdue = await this.attempts.abandonOverdue(transaction, now, BATCH);
        const byPurpose = new Map<AttemptPurpose, Attempt[]>();
        for (const attempt of overdue)
          byPurpose.set(attempt.purpose, [...(byPurpose.get(attempt.purpose) ?? []), attempt]);
        for (const [purpose, group] of byPurpose) await this.owners.of(purpose).abandoned(transaction, group, now);
        return overdue.length;
      });
      count += abandoned;
      if (abandoned < BATCH) return count;
    }
  }
}
