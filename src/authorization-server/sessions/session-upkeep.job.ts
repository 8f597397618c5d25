import { Injectable } from '@nestjs/common';
import { Clock } from '../../config/clock.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { RepeatedJob } from '../../jobs/repeated-job.js';
import { ArtifactStore } from '../artifacts/artifact.store.js';
import { AuthorizationServer } from '../authorization-server.js';
import { SessionEndings } from './session-endings.js';

const MINUTE = 60_000;

/** Deletes what has expired, and takes up keys that another instance has made. */
@Injectable()
export class AuthorizationServerUpkeepJob extends RepeatedJob {
  constructor(
    private readonly authorizationServer: AuthorizationServer,
    private readonly artifacts: ArtifactStore,
    private readonly endings: SessionEndings,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {
    super(MINUTE);
  }

  protected override async work(): Promise<void> {
    await this.authorizationServer.renew();
    await this.endings.endExpired();
    await this.unitOfWork.runPatiently((transaction) => this.artifacts.prune(transaction, this.clock.now()));
  }
}
