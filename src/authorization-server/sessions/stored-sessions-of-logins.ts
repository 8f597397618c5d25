import { Injectable } from '@nestjs/common';
import { SessionsOfLogins } from '../../access/logins-of-sessions.js';
import { Clock } from '../../config/clock.js';
import type { Transaction } from '../../database/transaction.js';
import { ArtifactStore } from '../artifacts/artifact.store.js';
import { SessionStore } from './session.store.js';

/** Sessions by the logins with which they began, for whoever hears that somebody has logged out where they logged in. */
@Injectable()
export class StoredSessionsOfLogins extends SessionsOfLogins {
  constructor(
    private readonly sessions: SessionStore,
    private readonly artifacts: ArtifactStore,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async endByLogins(
    transaction: Transaction,
    { tenantId, userId }: { readonly tenantId: string; readonly userId: string },
    loginIds: readonly string[],
  ): Promise<number> {
    let ended = 0;
    for (const { id } of await this.sessions.list(transaction, tenantId, userId, this.clock.now())) {
      const loginId = (await this.artifacts.findSession(id, transaction))?.payload['loginId'];
      if (typeof loginId !== 'string' || !loginIds.includes(loginId)) continue;
      if (await this.sessions.end(transaction, tenantId, userId, id)) ended += 1;
    }
    return ended;
  }
}
