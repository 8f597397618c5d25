import { Injectable } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { RepeatedJob } from '../jobs/repeated-job.js';
import { EndedSecretStore } from '../oauth-clients/ended-secret.store.js';
import { ArtifactStore } from './artifacts/artifact.store.js';
import { AuthorizationServer } from './authorization-server.js';
import { ConsentsOfDeletedClients } from './consents/consents-of-deleted-clients.js';
import { SessionEndings } from './sessions/session-endings.js';

const MINUTE = 60_000;
/** Secrets of clients that have ended are kept so long, for clocks that differ between instances, in milliseconds. */
const SECRETS_KEPT = 3_600_000;

/** Deletes what has expired, revokes what was given to clients that are gone, and takes up keys that another instance has made. */
@Injectable()
export class AuthorizationServerUpkeepJob extends RepeatedJob {
  constructor(
    private readonly authorizationServer: AuthorizationServer,
    private readonly artifacts: ArtifactStore,
    private readonly secrets: EndedSecretStore,
    private readonly endings: SessionEndings,
    private readonly consents: ConsentsOfDeletedClients,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {
    super(MINUTE);
  }

  override async work(): Promise<void> {
    await this.authorizationServer.renew();
    await this.endings.endExpired();
    await this.consents.revoke();
    const now = this.clock.now();
    await this.unitOfWork.runPatiently((transaction) => this.artifacts.prune(transaction, now));
    const endedBefore = new Date(now.getTime() - SECRETS_KEPT);
    await this.unitOfWork.runPatiently((transaction) => this.secrets.destroy(transaction, endedBefore));
  }
}
