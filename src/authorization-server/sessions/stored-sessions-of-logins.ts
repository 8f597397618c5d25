import { Injectable } from '@nestjs/common';
import { SessionsOfLogins } from '../../access/logins-of-sessions.js';
import type { SessionEnding } from '../../access/session-ending.js';
import type { Transaction } from '../../database/transaction.js';
import { ArtifactStore } from '../artifacts/artifact.store.js';
import { SessionStore } from './session.store.js';
import { SessionEndings } from './session-endings.js';

/** Sessions by the logins with which they began, for whoever hears that somebody has logged out where they logged in. */
@Injectable()
export class StoredSessionsOfLogins extends SessionsOfLogins {
  constructor(
    private readonly sessions: SessionStore,
    private readonly endings: SessionEndings,
    private readonly artifacts: ArtifactStore,
  ) {
    super();
  }

  override async endByLogins(
    transaction: Transaction,
    user: { readonly tenantId: string; readonly userId: string },
    loginIds: readonly string[],
    ending: SessionEnding,
  ): Promise<void> {
    for (const { id } of await this.sessions.list(transaction, user.tenantId, user.userId, ending.now)) {
      const loginId = (await this.artifacts.findSession(id, transaction))?.payload['loginId'];
      if (typeof loginId === 'string' && loginIds.includes(loginId))
        await this.endings.end(transaction, user, id, ending);
    }
  }
}
