import { Injectable } from '@nestjs/common';
import { Clock } from '../../config/clock.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { RepeatedJob } from '../../jobs/repeated-job.js';
import { UserLinkStore } from './user-link.store.js';

const HOUR = 3_600_000;
const KEPT_FOR = 24 * HOUR;

/** Forgets links a day after their time was over; until then their pages say so. */
@Injectable()
export class PruneLinksJob extends RepeatedJob {
  constructor(
    private readonly links: UserLinkStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {
    super(HOUR);
  }

  protected override async work(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - KEPT_FOR);
    await this.unitOfWork.runPatiently((transaction) => this.links.deleteOver(transaction, before));
  }
}
