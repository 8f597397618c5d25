import { Injectable } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { RepeatedJob } from '../jobs/repeated-job.js';
import { TestLoginStore } from './test-login.store.js';

const TEN_MINUTES = 600_000;

/** Deletes test logins with their reports 24 hours after they were made. */
@Injectable()
export class PruneTestLoginsJob extends RepeatedJob {
  constructor(
    private readonly store: TestLoginStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {
    super(TEN_MINUTES);
  }

  protected override async work(): Promise<void> {
    await this.prune();
  }

  async prune(): Promise<void> {
    await this.unitOfWork.runPatiently((transaction) => this.store.deleteDue(transaction, this.clock.now()));
  }
}
