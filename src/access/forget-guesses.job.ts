import { Injectable } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { RepeatedJob } from '../jobs/repeated-job.js';
import { GuessStore } from './guess.store.js';

const TEN_MINUTES = 600_000;

/** Forgets counts of guesses whose window is over. */
@Injectable()
export class ForgetGuessesJob extends RepeatedJob {
  constructor(
    private readonly store: GuessStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {
    super(TEN_MINUTES);
  }

  protected override async work(): Promise<void> {
    await this.unitOfWork.runPatiently((transaction) => this.store.deleteOver(transaction, this.clock.now()));
  }
}
