import { Injectable } from '@nestjs/common';
import { RepeatedJob } from '../../jobs/repeated-job.js';
import { CredentialUpkeep } from './credential-upkeep.js';

const TEN_MINUTES = 600_000;

/** Runs the upkeep of credentials at start and every ten minutes. */
@Injectable()
export class CredentialUpkeepJob extends RepeatedJob {
  constructor(private readonly upkeep: CredentialUpkeep) {
    super(TEN_MINUTES);
  }

  protected override async work(): Promise<void> {
    await this.upkeep.run();
  }
}
