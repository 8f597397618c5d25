import { Injectable } from '@nestjs/common';
import { OverdueAttempts } from '../../attempts/abandon-overdue.js';
import { RepeatedJob } from '../../jobs/repeated-job.js';
import { PendingEnder } from './end-pending.js';
import { SpentPruner } from './prune-spent.js';

const FIFTEEN_SECONDS = 15_000;
/** Every how many runs spent rows are deleted: once an hour. */
const PRUNE_EVERY = 240;

/** Gives up what nobody has finished in time. At start it does so at once, for what a crash left behind. */
@Injectable()
export class OverdueJob extends RepeatedJob {
  private runs = 0;

  constructor(
    private readonly attempts: OverdueAttempts,
    private readonly pending: PendingEnder,
    private readonly spent: SpentPruner,
  ) {
    super(FIFTEEN_SECONDS);
  }

  protected override async work(): Promise<void> {
    await this.attempts.abandon();
    await this.pending.expireOverdue();
    if (this.runs % PRUNE_EVERY === 0) await this.spent.prune();
    this.runs += 1;
  }
}
