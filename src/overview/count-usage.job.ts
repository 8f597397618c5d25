import { Injectable } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import type { Transaction } from '../database/transaction.js';
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

  /** Counts all that is due, of all tenants. */
  override async work(): Promise<void> {
    await this.unitOfWork.run((transaction) => this.counted.begin(transaction));
    while (await this.unitOfWork.runPatiently((transaction) => this.countOne(transaction)));
  }

  private async countOne(transaction: Transaction): Promise<boolean> {
    const settled = hourOf(new Date(this.clock.now().getTime() - SETTLED_AFTER));
    const due = await this.counted.lockDue(transaction, settled);
    if (due === null) return false;
    const to = Math.min(settled.getTime(), due.until.getTime() + AT_ONCE);
    await this.counted.count(transaction, due, new Date(to));
    return true;
  }
}
