import { Injectable } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import { isDatabaseUnavailable } from '../database/unavailable.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { RepeatedJob } from '../jobs/repeated-job.js';
import { hourOf } from './counted-hours.js';
import { CountedUsageStore } from './counted-usage.store.js';

const TEN_MINUTES = 600_000;
const DAY = 86_400_000;
/** Nothing changes any more in an hour that is so long over: every trip has ended, every transaction too. */
const SETTLED_AFTER = DAY;
/** What one transaction counts at most, where much has to be caught up with. */
const AT_ONCE = 30 * DAY;

/** Counts what tenants did in each hour once it cannot change any more, at start and every ten minutes. */
@Injectable()
export class CountUsageJob extends RepeatedJob {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly counted: CountedUsageStore,
    private readonly clock: Clock,
  ) {
    super(TEN_MINUTES);
  }

  /**
   * Counts all that is due, of all tenants.
   * @throws AggregateError when some could not be counted, once the others are: who is behind comes first, and would keep them waiting
   */
  override async work(): Promise<void> {
    await this.unitOfWork.run((transaction) => this.counted.begin(transaction));
    const left = new Map<string, unknown>();
    for (let due = await this.countOne(left); due !== null; due = await this.countOne(left));
    if (left.size > 0)
      throw new AggregateError(
        left.values(),
        `The usage of ${left.size} tenants could not be counted: ${[...left.keys()].join(', ')}`,
      );
  }

  /**
   * @param left tenants that could not be counted, which are passed over; one that cannot be comes to them
   * @returns the tenant that it came to; null: nothing is due any more
   */
  private async countOne(left: Map<string, unknown>): Promise<string | null> {
    const settled = hourOf(new Date(this.clock.now().getTime() - SETTLED_AFTER));
    const reached: { tenantId: string | null } = { tenantId: null };
    try {
      await this.unitOfWork.runPatiently(async (transaction) => {
        const due = await this.counted.lockDue(transaction, settled, [...left.keys()]);
        reached.tenantId = due?.tenantId ?? null;
        if (due === null) return;
        const to = Math.min(settled.getTime(), due.until.getTime() + AT_ONCE);
        await this.counted.count(transaction, due, new Date(to));
      });
    } catch (error) {
      if (reached.tenantId === null || isDatabaseUnavailable(error)) throw error;
      left.set(reached.tenantId, error);
    }
    return reached.tenantId;
  }
}
