import { Injectable } from '@nestjs/common';
import { RepeatedJob } from '../jobs/repeated-job.js';
import { SharedAllowanceStore } from './shared-allowance.store.js';

const TEN_MINUTES = 600_000;

/** Forgets what was handed out in minutes that are over. */
@Injectable()
export class ForgetAllowancesJob extends RepeatedJob {
  constructor(private readonly store: SharedAllowanceStore) {
    super(TEN_MINUTES);
  }

  protected override async work(): Promise<void> {
    await this.store.deleteOver();
  }
}
