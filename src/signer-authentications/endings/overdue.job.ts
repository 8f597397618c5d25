import { Injectable } from '@nestjs/common';
import { OverdueAttempts } from '../../attempts/abandon-overdue.js';
import { RepeatedJob } from '../../jobs/repeated-job.js';
import { PendingEnder } from './end-pending.js';
import { SpentPruner } from './prune-spent.js';

const FIFTEEN_SECONDS = 15_000;
/** Every how many runs spent rows are deleted: once an hour. */
const PRUNE_EVERY = 240;

/** Gives up what nobody has finished in time: each sort by itself, so that a fault of one keeps no other waiting. */
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
    const prunes = this.runs % PRUNE_EVERY === 0;
    this.runs += 1;
    const faults: unknown[] = [];
    const apart = (work: Promise<unknown>) => work.catch((error: unknown) => faults.push(error));
    await apart(this.attempts.abandon());
    await apart(this.pending.expireOverdue());
    if (prunes) await apart(this.spent.prune());
    if (faults.length > 0) throw new AggregateError(faults, 'Not all of what is overdue could be ended');
  }
}
