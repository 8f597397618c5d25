import { Injectable } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { RepeatedJob } from '../jobs/repeated-job.js';
import { MailStore } from './mail.store.js';

const HOUR = 3_600_000;
const KEPT_FOR = 30 * 24 * HOUR;

/** Forgets after 30 days that a mail was sent. */
@Injectable()
export class PruneMailsJob extends RepeatedJob {
  constructor(
    private readonly store: MailStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {
    super(HOUR);
  }

  protected override async work(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - KEPT_FOR);
    await this.unitOfWork.runPatiently((transaction) => this.store.deleteEnded(transaction, before));
  }
}
