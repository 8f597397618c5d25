import { Injectable } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { RepeatedJob } from '../jobs/repeated-job.js';
import { ConnectionStore } from './connection.store.js';
import { ConnectionNotices } from './connection-notices.js';

const EVERY = 3_600_000;
/** So long before its last credential ends somebody is told, in milliseconds. */
const AHEAD = 7 * 86_400_000;

/** Tells of connections whose last credential ends within a week, once for each end. */
@Injectable()
export class TellExpiriesJob extends RepeatedJob {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly store: ConnectionStore,
    private readonly notices: ConnectionNotices,
    private readonly clock: Clock,
  ) {
    super(EVERY);
  }

  override async work(): Promise<void> {
    const now = this.clock.now();
    const ending = await this.store.untoldExpiries(this.unitOfWork.searching, new Date(now.getTime() + AHEAD));
    for (const connection of ending)
      await this.unitOfWork.run(async (transaction) => {
        if (!(await this.store.tellExpiry(transaction, connection))) return;
        const isOver = connection.expiresAt !== null && connection.expiresAt <= now;
        await this.notices.failed(transaction, connection, isOver ? 'credential_expired' : 'credential_expiring', now);
      });
  }
}
