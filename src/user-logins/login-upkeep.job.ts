import { Injectable } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { RepeatedJob } from '../jobs/repeated-job.js';
import { UserLoginStore } from './logins/user-login.store.js';
import { CONFIRMATION_TIME } from './second-factors/second-factor.js';
import { SecondFactorStore } from './second-factors/second-factor.store.js';

const TEN_MINUTES = 600_000;

/** Deletes logins whose session is over for certain, and second factors that were begun and not confirmed. */
@Injectable()
export class UserLoginUpkeepJob extends RepeatedJob {
  constructor(
    private readonly logins: UserLoginStore,
    private readonly factors: SecondFactorStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {
    super(TEN_MINUTES);
  }

  protected override async work(): Promise<void> {
    await this.unitOfWork.runPatiently(async (transaction) => {
      const now = this.clock.now();
      await this.logins.deleteDue(transaction, now);
      await this.factors.deleteUnconfirmed(transaction, new Date(now.getTime() - CONFIRMATION_TIME));
    });
  }
}
